"""How the holder of a booking is reached: the one thing about a booking that the desk may put right."""

from django.db import transaction

from appointments.booking import messages, selectors
from appointments.booking.enums import LIVE_BOOKINGS
from appointments.booking.models import Booking
from appointments.cases import services as cases
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import identity, sentences
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.kernel.identity import IdentityProblem
from wuxue_exit_entry.privacy import masks


@transaction.atomic
def change_phone(*, actor: Actor, code: str, phone: str) -> Booking:
    """Give a booking another telephone number, a landline too, and confirm the booking to it.

    What waits to be sent to the old number is taken back. Raises BusinessError: not_live, same_phone, phone problems.
    """
    access.require(actor, Permission.BOOKING_CHANGE)
    try:
        read = identity.clean_phone(phone)
    except IdentityProblem as problem:
        raise sentences.refusal(problem, "phone") from problem
    booking = selectors.locked_booking(code)
    if booking.status not in LIVE_BOOKINGS:
        raise BusinessError("not_live", "这个预约已经结束或取消。")
    if booking.phone == read.number:
        raise BusinessError("same_phone", "号码没有变化。", field="phone")
    before = masks.mask_phone(booking.phone)
    booking.phone, booking.phone_is_mobile = read.number, read.is_mobile
    booking.save()
    cases.change_phone(booking_id=booking.pk, phone=read.number)
    after = masks.mask_phone(read.number)
    event = audit.record(
        actor, "appointments.booking.phone_changed", booking, before={"phone": before}, after={"phone": after}
    )
    messages.withdraw_all(booking)
    messages.queue_confirmed(booking, again=str(event.pk))
    return booking
