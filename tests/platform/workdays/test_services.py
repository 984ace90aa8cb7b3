"""Changes of the calendar: who may, what is kept, what is written to the audit."""

from datetime import date

import pytest

from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound, NotPermitted
from wuxue_exit_entry.workdays import selectors, services
from wuxue_exit_entry.workdays.models import CalendarDay
from wuxue_exit_entry.workdays.official import official_days

pytestmark = pytest.mark.django_db

KEEPER = Actor(kind="staff", name="维护员", permissions=frozenset({Permission.CATALOGUE_EDIT.value}))
STRANGER = Actor(kind="staff", name="窗口", permissions=frozenset({Permission.BOOKING_CREATE_FOR_CALLER.value}))
SATURDAY = date(2027, 2, 20)


def enter(actor=KEEPER, day=SATURDAY, kind="workday", name="补班", source_doc="大队通知"):
    return services.set_day(actor=actor, day=day, kind=kind, name=name, source_doc=source_doc)


def verbs():
    return list(
        AuditEvent.objects.filter(verb__startswith="workdays.day.").order_by("id").values_list("verb", flat=True)
    )


def test_t05c_an_entered_saturday_is_worked_at_once():
    enter()
    calendar = selectors.calendar()
    assert calendar.is_workday(SATURDAY)
    assert calendar.previous_workday(date(2027, 2, 22)) == SATURDAY
    assert not calendar.is_published(2027)


def test_set_day_leaves_history_and_an_audit_event():
    entered = enter()
    event = AuditEvent.objects.get(verb="workdays.day.set")
    assert (event.target_id, event.actor_name, event.before) == ("2027-02-20", "维护员", None)
    assert event.after == {"kind": "workday", "name": "补班", "source_doc": "大队通知"}
    assert entered.history.count() == 1


def test_set_day_changes_what_was_entered_and_keeps_the_old():
    enter()
    entered = enter(name="调休上班")
    assert CalendarDay.objects.filter(date=SATURDAY).count() == 1
    assert [row.name for row in entered.history.order_by("history_id")] == ["补班", "调休上班"]
    event = AuditEvent.objects.filter(verb="workdays.day.set").latest("id")
    assert (event.before["name"], event.after["name"]) == ("补班", "调休上班")


def test_set_day_the_same_again_changes_nothing():
    enter()
    entered = enter(name=" 补班\u200b")
    assert verbs() == ["workdays.day.set"]
    assert entered.history.count() == 1


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"kind": "half"}, "kind_unknown", "kind"),
        ({"name": "  "}, "name_empty", "name"),
        ({"name": "长" * 41}, "too_long", "name"),
        ({"source_doc": "长" * 121}, "too_long", "source_doc"),
    ],
)
def test_set_day_refuses(wrong, code, field):
    with pytest.raises(BusinessError) as raised:
        enter(**wrong)
    assert (raised.value.code, raised.value.field, raised.value.status) == (code, field, 400)
    assert verbs() == []


def test_remove_day_brings_back_the_weekday_or_the_estimate():
    enter(day=date(2027, 10, 1))
    assert selectors.calendar().is_workday(date(2027, 10, 1))
    services.remove_day(actor=KEEPER, day=date(2027, 10, 1))
    assert not selectors.calendar().is_workday(date(2027, 10, 1))
    assert verbs() == ["workdays.day.set", "workdays.day.removed"]
    assert [row.history_type for row in CalendarDay.history.filter(date="2027-10-01")] == ["-", "+"]


def test_remove_day_that_is_not_entered():
    with pytest.raises(NotFound):
        services.remove_day(actor=KEEPER, day=SATURDAY)


def test_only_the_keeper_changes_days():
    with pytest.raises(NotPermitted):
        enter(actor=STRANGER)
    with pytest.raises(NotPermitted):
        services.remove_day(actor=STRANGER, day=date(2026, 10, 10))
    assert verbs() == []


def test_the_delivered_notices_are_loaded_once():
    services.load_official_days()
    days = list(official_days())
    assert CalendarDay.objects.filter(date__in=[day.date for day in days]).count() == len(days)
    events = AuditEvent.objects.filter(verb="workdays.official_days.loaded").count()
    assert services.load_official_days() == 0
    assert AuditEvent.objects.filter(verb="workdays.official_days.loaded").count() == events


def test_loading_again_leaves_what_people_changed_or_removed():
    services.load_official_days()
    services.remove_day(actor=KEEPER, day=date(2026, 10, 10))
    enter(actor=SYSTEM, day=date(2026, 9, 20), kind="holiday", name="停电")
    assert services.load_official_days() == 0
    calendar = selectors.calendar()
    assert not calendar.is_workday(date(2026, 10, 10))
    assert not calendar.is_workday(date(2026, 9, 20))


def test_calendar_takes_one_query(django_assert_num_queries):
    services.load_official_days()
    with django_assert_num_queries(1):
        calendar = selectors.calendar()
    assert calendar.is_published(2026)
    assert calendar.add_workdays(date(2026, 9, 28), 7) == date(2026, 10, 13)


def test_days_of_year_are_in_order():
    services.load_official_days()
    days = list(selectors.days_of_year(2026))
    assert (str(days[0].date), str(days[-1].date)) == ("2026-01-01", "2026-10-10")
    assert days == sorted(days, key=lambda day: day.date)
    assert str(days[0]) == "2026-01-01 放假（元旦）"
