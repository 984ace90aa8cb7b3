"""Errors that a person is told about in a sentence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Sentence = StrOrPromise
else:
    Sentence = str | Promise


class BusinessError(Exception):
    """A refusal with a stable code for programs and a sentence for people."""

    def __init__(
        self,
        code: str,
        message: Sentence,
        field: str = "",
        *,
        details: Mapping[str, Any] | None = None,
        status: int = 409,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.details = dict(details or {})
        self.status = status

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotPermitted(BusinessError):
    """The actor lacks the permission."""

    sentence = _("您没有办理这件事的权限。")

    def __init__(self, message: Sentence = "", *, code: str = "not_permitted") -> None:
        super().__init__(code, message or self.sentence, status=403)


class NotFound(BusinessError):
    """There is no such thing, or none that this actor may know of."""

    sentence = _("没有找到您要的内容。")

    def __init__(self, message: Sentence = "", *, code: str = "not_found") -> None:
        super().__init__(code, message or self.sentence, status=404)
