"""Tell mypy what our middleware puts on every request: `actor` and `htmx`."""

from collections.abc import Callable

from mypy.nodes import MDEF, SymbolTableNode, Var
from mypy.plugin import ClassDefContext, Plugin
from mypy.types import AnyType, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
ATTRIBUTES = ("actor", "htmx")


class RequestPlugin(Plugin):
    """Adds the attributes when mypy reads Django's request class."""

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _add_attributes if fullname == REQUEST else None


def _add_attributes(context: ClassDefContext) -> None:
    info = context.cls.info
    for name in ATTRIBUTES:
        variable = Var(name, AnyType(TypeOfAny.explicit))
        variable.info = info
        variable._fullname = f"{info.fullname}.{name}"
        info.names.setdefault(name, SymbolTableNode(MDEF, variable))


def plugin(version: str) -> type[Plugin]:
    return RequestPlugin
