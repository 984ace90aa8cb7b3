"""Changes of the calendar."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.kernel import constraints
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound
from wuxue_exit_entry.kernel.text import clean_text
from wuxue_exit_entry.workdays.enums import DayKind
from wuxue_exit_entry.workdays.models import LONGEST_NAME, LONGEST_SOURCE, CalendarDay
from wuxue_exit_entry.workdays.official import official_days

FIELDS = ("kind", "name", "source_doc")

constraints.register(
    "workdays_calendarday_one_per_date", "day_changed", "这一天刚刚被别人登记，请刷新后再改。", field="date"
)


@transaction.atomic
def set_day(*, actor: Actor, day: date, kind: str, name: str, source_doc: str = "") -> CalendarDay:
    """Enter a day as off or as worked, or change what was entered; the same again changes nothing.

    Raises: NotPermitted, BusinessError.
    """
    access.require(actor, Permission.CATALOGUE_EDIT)
    entered = CalendarDay.objects.select_for_update().filter(date=day).first() or CalendarDay(date=day)
    before = _values(entered) if entered.pk else None
    entered.kind, entered.name, entered.source_doc = _checked(kind, name, source_doc)
    if before == _values(entered):
        return entered
    with constraints.translated():
        entered.save()
    audit.record(actor, "workdays.day.set", entered, before=before, after=_values(entered))
    return entered


@transaction.atomic
def remove_day(*, actor: Actor, day: date) -> None:
    """Take an entered day out again; it then counts as the weekday or the estimate says.

    Raises: NotPermitted, NotFound.
    """
    access.require(actor, Permission.CATALOGUE_EDIT)
    entered = CalendarDay.objects.select_for_update().filter(date=day).first()
    if entered is None:
        raise NotFound(_("日历里没有登记这一天。"))
    audit.record(actor, "workdays.day.removed", entered, before=_values(entered))
    entered.delete()


@transaction.atomic
def load_official_days() -> int:
    """Enter the delivered notices and return how many days are new.

    A day that was ever entered stays as people left it, removed ones included.
    """
    known = set(CalendarDay.history.values_list("date", flat=True))
    missing = [CalendarDay(**day._asdict()) for day in official_days() if day.date not in known]
    if missing:
        bulk_create_with_history(missing, CalendarDay)
        audit.record(SYSTEM, "workdays.official_days.loaded", "workdays.calendarday", after={"days": len(missing)})
    return len(missing)


def _checked(kind: str, name: str, source_doc: str) -> tuple[DayKind, str, str]:
    if kind not in DayKind.values:
        raise BusinessError("kind_unknown", _("请选择放假或上班。"), "kind", status=400)
    name, source_doc = clean_text(name).value, clean_text(source_doc).value
    if not name:
        raise BusinessError("name_empty", _("请填写名称，例如节日。"), "name", status=400)
    _require_length("name", name, LONGEST_NAME)
    _require_length("source_doc", source_doc, LONGEST_SOURCE)
    return DayKind(kind), name, source_doc


def _require_length(field: str, value: str, longest: int) -> None:
    if len(value) > longest:
        raise BusinessError("too_long", _("最多{longest}个字。").format(longest=longest), field, status=400)


def _values(entered: CalendarDay) -> dict[str, str]:
    return {field: str(getattr(entered, field)) for field in FIELDS}
