"""The mark of a page that needs no sign-in, for the pages of the frame itself, which lies below accounts."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required

View = TypeVar("View", bound=Callable[..., Any])


def public_page(view: View) -> View:
    """Declare a page for everybody."""
    view = login_not_required(view)
    view.public = True  # type: ignore[attr-defined] # read by the URL guard
    return view
