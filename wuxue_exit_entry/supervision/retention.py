"""What is thrown away when its time is over."""

from datetime import datetime

from django.contrib.sessions.models import Session

from wuxue_exit_entry.accounts import limits
from wuxue_exit_entry.attachments import services as attachments


def delete_expired(now: datetime) -> dict[str, int]:
    """Delete ended rate windows and sessions, and files that hang on nothing; return how many of each."""
    return {
        "rate_windows": limits.delete_ended(now),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "files": attachments.delete_orphans(now),
    }
