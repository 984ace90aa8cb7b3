"""How often something may be done: one upsert in PostgreSQL, exact under threads and with the broker gone."""

from datetime import datetime, timedelta
from math import ceil

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wuxue_exit_entry.accounts.models import RateWindow
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError

# A window opens with its first hit. The conditional update counts and refuses in one statement: no row back = refused.
_UPSERT = """
INSERT INTO accounts_ratewindow AS w (key, started_at, ends_at, hits) VALUES (%(key)s, %(now)s, %(ends)s, 1)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN w.ends_at <= %(now)s THEN 1 ELSE w.hits + 1 END,
    started_at = CASE WHEN w.ends_at <= %(now)s THEN %(now)s ELSE w.started_at END,
    ends_at = CASE WHEN w.ends_at <= %(now)s THEN %(ends)s ELSE w.ends_at END
WHERE w.ends_at <= %(now)s OR w.hits < %(limit)s
RETURNING hits
"""


def hit(key: str, *, limit: int, per_seconds: int) -> None:
    """Count one use of `key`, at most `limit` in `per_seconds` from the first.

    Call it before the transaction of the act itself: a count rolled back with a refused act would count nothing.
    Raises BusinessError("too_many", status=429) with a sentence that says when to try again.
    """
    now, hashed = clock.now(), _hashed(key)
    ends = now + timedelta(seconds=per_seconds)
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, {"key": hashed, "now": now, "ends": ends, "limit": limit})
        if cursor.fetchone() is None:
            raise _too_many(hashed, now, ends)


def forget(key: str) -> None:
    """Start again with `key`, after a success."""
    RateWindow.objects.filter(key=_hashed(key)).delete()


def delete_ended(now: datetime) -> int:
    """Delete the windows that ended before `now`; they say nothing any more."""
    return RateWindow.objects.filter(ends_at__lt=now).delete()[0]


def _too_many(hashed: str, now: datetime, ends: datetime) -> BusinessError:
    until = RateWindow.objects.filter(key=hashed).values_list("ends_at", flat=True).first() or ends
    seconds = max(1, ceil((until - now).total_seconds()))
    return BusinessError("too_many", _sentence(seconds, until), status=429, details={"retry_after": seconds})


def _sentence(seconds: int, until: datetime) -> str:
    if seconds < 120:
        return _("操作太频繁，请 %(seconds)s 秒后再试。") % {"seconds": seconds}
    if seconds < 3600:
        return _("操作太频繁，请 %(minutes)s 分钟后再试。") % {"minutes": -(-seconds // 60)}
    return _("操作太频繁，请在 %(time)s 之后再试。") % {"time": clock.local(until).strftime("%m-%d %H:%M")}


def _hashed(key: str) -> str:
    return salted_hmac("accounts.limits", key, algorithm="sha256").hexdigest()
