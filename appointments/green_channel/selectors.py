"""Reads of urgent requests."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from appointments.booking import selectors as booking
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.models import UrgencyGround
from appointments.green_channel.enums import GreenStatus
from appointments.green_channel.models import GreenRequest
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import NotFound
from wuxue_exit_entry.kernel.public_ids import normalise_code
from wuxue_exit_entry.workdays import selectors as workdays

DAYS_OF_CLOCK = 14
SECRET_LENGTH = 32


def requests_visible_to(actor: Actor) -> QuerySet[GreenRequest]:
    """Return the urgent requests for those who enter or decide them, none for others."""
    if access.can(actor, Permission.GREEN_ENTER) or access.can(actor, Permission.GREEN_DECIDE):
        return GreenRequest.objects.select_related("ground", "entered_by", "decided_by", "booking")
    return GreenRequest.objects.none()


def request_for(actor: Actor, code: str) -> GreenRequest:
    """Return one request that the actor may see.

    Raises NotFound.
    """
    found = requests_visible_to(actor).filter(code=normalise_code(code)).first()
    if found is None:
        raise NotFound
    return found


def secret_of(request: GreenRequest) -> str:
    """Return the secret that opens a request without a sign-in."""
    mac = salted_hmac("appointments.green_channel", request.code + request.nonce, algorithm="sha256")
    return mac.hexdigest()[:SECRET_LENGTH]


def request_opened_by(code: str, secret: str) -> GreenRequest:
    """Return the request that a secret opens.

    Raises NotFound, also where only the secret is wrong.
    """
    found = GreenRequest.objects.select_related("ground", "booking").filter(code=normalise_code(code)).first()
    if found is None or not constant_time_compare(secret_of(found), secret):
        raise NotFound
    return found


def ground_named(code: str) -> UrgencyGround:
    """Return a ground that may be named today.

    Raises NotFound.
    """
    for ground in catalogue.urgency_grounds():
        if ground.code == code:
            return ground
    raise NotFound


def overdue(now: datetime) -> QuerySet[GreenRequest]:
    """Return the requests whose clock has run out unanswered."""
    return GreenRequest.objects.filter(status=GreenStatus.WAITING, decide_by__lt=now)


def coming_openings(lane: str) -> list[tuple[datetime, datetime]]:
    """Return the bands of a lane in the coming days as opening hours."""
    calendar, today, named = workdays.calendar(), clock.today(), booking.lane_named(lane)
    days = [today + timedelta(days=n) for n in range(DAYS_OF_CLOCK)]
    return [
        (spec.start, spec.end) for day in days for spec in booking.specs_of_day(lane=named, day=day, calendar=calendar)
    ]
