"""The model field of personal numbers: sealed in the column, clear in Python, its own index."""

from collections.abc import Sequence
from typing import Any

from django.core import validators
from django.db import models

from wuxue_exit_entry.privacy import sealing

_LOOKUPS = {"exact", "in", "isnull"}


class SealedField(models.TextField):
    """Text that the database sees only sealed; equal texts of one purpose stay equal, so unique and lookup work."""

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(validators.MaxLengthValidator(self.max_length))

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Keep the purpose in migrations and in the models of the history."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Open what the column holds."""
        return None if value is None else sealing.unseal(self.purpose, value)

    def get_prep_value(self, value: Any) -> str | None:
        """Seal for the column and for the right side of a lookup."""
        return None if value is None else sealing.seal(self.purpose, str(value))

    def get_lookup(self, lookup_name: str) -> Any:
        """Only equality makes sense on sealed text."""
        return super().get_lookup(lookup_name) if lookup_name in _LOOKUPS else None

    def value_to_string(self, obj: models.Model) -> str:
        """Refuse dumpdata, which would write the number in clear."""
        raise ValueError(f"{self.model._meta.label}.{self.name} is sealed; use pg_dump, which keeps it sealed")
