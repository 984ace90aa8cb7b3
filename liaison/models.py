"""The models of all areas, where Django looks for them."""

from liaison.contacts.models import Contact, LooksAlike, Organisation

__all__ = ["Contact", "LooksAlike", "Organisation"]
