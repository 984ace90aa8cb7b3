"""The models of all areas, where Django looks for them."""

from foreigners.people.models import Document, Person

__all__ = ["Document", "Person"]
