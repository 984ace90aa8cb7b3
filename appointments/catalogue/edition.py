"""The token by which every process knows whether what it keeps of the catalogue still holds."""

from uuid import uuid4

from appointments.catalogue.models import Edition


def new_edition() -> None:
    """Let every process read the catalogue anew; called by everything that writes to it."""
    Edition.objects.update_or_create(pk=1, defaults={"token": uuid4()})
