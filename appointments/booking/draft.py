"""What was typed so far, in one sealed field of the page: encrypted, dated, never in a URL and never on the server."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from appointments.booking.data import BookingData, PersonData
from appointments.booking.enums import Pickup
from appointments.catalogue import plans
from wuxue_exit_entry.kernel import clock, public_ids
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.privacy import sealing

PURPOSE = "appointments.booking.draft"
LIFE = timedelta(minutes=30)
LONGEST = 60_000


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A booking on its way; `key` makes every press of the last button the same booking."""

    plan: str
    start: datetime
    people: tuple[PersonData, ...]
    phone: str
    pickup: str = Pickup.COUNTER
    address: str = ""
    notice_version: str = ""
    verified: str = ""  # the phone whose one-time code was right
    key: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether the phone that stands in the draft is the one that was proved."""
        return bool(self.phone) and self.verified == self.phone

    def booking_data(self, language: str) -> BookingData:
        """Return the booking as the service takes it.

        Raises BusinessError when the plan has expired.
        """
        return BookingData(
            plan=plans.read(self.plan),
            start=self.start,
            people=self.people,
            phone=self.phone,
            language=language,
            pickup=self.pickup,
            address=self.address,
            notice_version=self.notice_version,
        )


class DraftGone(BusinessError):
    """The field is too old, altered, or not there; nothing was kept, so the page starts again."""


def seal(draft: Draft) -> str:
    """Return the draft as the value of a form field that opens for half an hour from now."""
    kept = replace(draft, key=draft.key or public_ids.new_secret())
    body = {**asdict(kept), "sealed_at": clock.now()}
    return sealing.seal(PURPOSE, json.dumps(body, default=_plain, ensure_ascii=False, separators=(",", ":")))


def open_sealed(text: str) -> Draft:
    """Return what a form field holds.

    Raises DraftGone.
    """
    body = _body(text)
    if clock.now() - datetime.fromisoformat(body.pop("sealed_at")) > LIFE:
        raise _gone()
    people = tuple(PersonData.from_json(one) for one in body.pop("people"))
    return Draft(people=people, start=datetime.fromisoformat(body.pop("start")), **body)


def _body(text: str) -> dict[str, Any]:
    if not text or len(text) > LONGEST:
        raise _gone()
    try:
        return dict(json.loads(sealing.unseal(PURPOSE, text)))
    except (sealing.SealBrokenError, ValueError) as broken:
        raise _gone() from broken


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one as well
        return value.isoformat()
    raise TypeError(f"a draft holds no {type(value).__name__}")


def _gone() -> DraftGone:
    # Not translated here: the page that shows it has its own words.
    return DraftGone("draft_gone", "", status=409)
