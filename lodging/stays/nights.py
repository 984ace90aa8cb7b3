"""Nights without guests from outside (零报告)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lodging.hotels.models import Hotel
from lodging.stays import selectors, services
from lodging.stays.models import ZeroReport
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError


@transaction.atomic
def report_nobody(*, actor: Actor, hotel: Hotel, night: date) -> ZeroReport:
    """Say that no guest from outside came on a night (零报告); saying it again changes nothing.

    Raises BusinessError(guests_came, night_to_come).
    """
    services.require_desk(actor, hotel)
    if night > clock.today():
        raise BusinessError("night_to_come", _("这一天还没到。"), "night", status=400)
    if selectors.stays_of_night(hotel, night).exists():
        raise BusinessError("guests_came", _("这一晚已经登记了境外住客，不需要零报告。"))
    zero, made = ZeroReport.objects.get_or_create(
        hotel=hotel, night=night, defaults={"unit_id": hotel.unit_id, "reported_by_id": actor.user_id}
    )
    if zero.withdrawn_at:
        ZeroReport.objects.filter(pk=zero.pk).update(withdrawn_at=None, reported_at=clock.now())
    if made or zero.withdrawn_at:
        audit.record(actor, "lodging.zero_report.made", f"{hotel.code} {night}")
    return zero
