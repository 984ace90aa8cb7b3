"""Who may read the files that hang on a kind of thing; each app above registers its own answer, nobody else reads."""

from collections.abc import Callable

from wuxue_exit_entry.attachments.models import Attachment
from wuxue_exit_entry.audit.actors import Actor

Check = Callable[[Actor, Attachment], bool]
_checks: dict[str, Check] = {}


def register(about_type: str, check: Check) -> None:
    """Let `check(actor, attachment)` decide on files about `about_type`, a model label."""
    _checks[about_type.lower()] = check


def may_read(actor: Actor, attachment: Attachment) -> bool:
    """Whether `actor` may read the file."""
    check = _checks.get(attachment.about_type)
    return check is not None and check(actor, attachment)
