"""Who comes: numbers are read, names cleaned, answers held against them."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from appointments.booking import rules
from appointments.booking.data import BookingData, CheckedPerson, PersonData
from appointments.booking.enums import Channel, Pickup
from appointments.catalogue import plans
from wuxue_exit_entry.kernel import clock, countries, identity, sentences
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.kernel.identity import Identity, IdentityProblem, Phone

MAX_PEOPLE = 5


def check_people(data: BookingData) -> list[CheckedPerson]:
    """Read everybody's name and number and hold the answers of the plan against them.

    Raises BusinessError with the field of the person, for example `people.0.number`.
    """
    if not 1 <= len(data.people) <= MAX_PEOPLE or len(data.people) != len(data.plan.people):
        raise _problem("people_count", _("人数和所选事项对不上，请重新核对。"), "people")
    day = clock.local(data.start).date()
    people = [check_person(person, position=n, day=day) for n, person in enumerate(data.people)]
    _refuse_other_documents(data, people)
    _refuse_twice(people)
    for n, (planned, person) in enumerate(zip(data.plan.people, people, strict=True)):
        plans.require_agreement(planned, birth_date=person.birth_date, day=day, field=f"people.{n}")
        _require_companion(person, day, f"people.{n}")
    _require_address(data)
    return people


def check_person(person: PersonData, *, position: int, day: date) -> CheckedPerson:
    """Read one person; `day` is the day of the visit.

    Raises BusinessError.
    """
    field = f"people.{position}"
    try:
        name = identity.clean_name(person.name).value
    except IdentityProblem as problem:
        raise sentences.refusal(problem, f"{field}.name") from problem
    try:
        read = identity.parse(person.id_kind, person.number, today=clock.today())
        _refuse_contradiction(read, person)
    except IdentityProblem as problem:
        raise sentences.refusal(problem, f"{field}.number") from problem
    birth = _birth(person, read.birth_date, field)
    return CheckedPerson(person, name, read, birth, f"{read.kind}:{read.key}")


def _refuse_other_documents(data: BookingData, people: Sequence[CheckedPerson]) -> None:
    """A passport of China is not applied for with a foreign one; a passport's holder has a nationality that exists."""
    allowed = rules.id_kinds(data.plan.families)
    for n, person in enumerate(people):
        if person.identity.kind not in allowed:
            raise _problem("id_kind", _("这一项不能用这种证件预约，请换用规定的证件。"), f"people.{n}.id_kind")
        nameless = person.identity.kind in rules.KINDS_WITHOUT_NATIONALITY
        if nameless and not countries.alpha3(person.data.nationality):
            raise _problem("nationality", _("请填写国籍（地区）的三位字母代码。"), f"people.{n}.nationality")


def check_phone(data: BookingData, channel: Channel) -> Phone:
    """Read the phone; a landline only where an officer books for a caller.

    Raises BusinessError.
    """
    phone = read_phone(data.phone)
    if not phone.is_mobile and channel not in (Channel.PHONE, Channel.DESK, Channel.GREEN):
        raise _problem("mobile_needed", _("请填写能收短信的手机号；座机请打电话预约。"), "phone")
    return phone


def read_phone(typed: str) -> Phone:
    """Read a phone of any kind.

    Raises BusinessError.
    """
    try:
        return identity.clean_phone(typed)
    except IdentityProblem as problem:
        raise sentences.refusal(problem, "phone") from problem


def _refuse_contradiction(read: Identity, person: PersonData) -> None:
    found = identity.contradictions(read, birth_date=person.birth_date, nationality=person.nationality)
    if found:
        raise found[0]


def _birth(person: PersonData, read: date | None, field: str) -> date:
    birth = read or person.birth_date
    if birth is None:
        raise _problem("birth_missing", _("请填写出生日期。"), f"{field}.birth_date")
    if birth > clock.today():
        raise _problem("birth_future", _("出生日期还没到，请核对。"), f"{field}.birth_date")
    return birth


def _require_companion(person: CheckedPerson, day: date, field: str) -> None:
    named = person.data.guardian_name or person.data.escort_name
    if rules.needs_guardian(person.birth_date, day) and not named:
        raise _problem("guardian_missing", _("未满 16 周岁，请填写陪同的监护人或受托人。"), f"{field}.guardian_name")


def _refuse_twice(people: Sequence[CheckedPerson]) -> None:
    keys = [person.key for person in people]
    for n, key in enumerate(keys):
        if key in keys[:n]:
            raise _problem("same_person", _("这个证件号码前面已经填过。"), f"people.{n}.number")


def _require_address(data: BookingData) -> None:
    if data.pickup == Pickup.EMS and not data.address.strip():
        raise _problem("address_missing", _("选择邮寄请填写收件地址。"), "address")


def _problem(code: str, message: object, field: str) -> BusinessError:
    return BusinessError(code, message, field, status=400)  # type: ignore[arg-type]  # str or lazy
