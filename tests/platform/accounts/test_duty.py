"""The roster, its hand-overs, and to whom an alarm goes."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction

from tests.factories.accounts import make_user
from wuxue_exit_entry.accounts import duty, selectors, services
from wuxue_exit_entry.accounts.models import DutyShift, HandOver
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound, NotPermitted

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def _noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def leader():
    return make_user("duty_leader")


@pytest.fixture
def officer():
    return make_user("window_officer")


def shift(user, begins=-4, ends=4):
    hours = timedelta(hours=1)
    return DutyShift.objects.create(user=user, kind="officer", start=NOON + begins * hours, end=NOON + ends * hours)


def refused(expected, act, **arguments):
    with pytest.raises(BusinessError) as caught, transaction.atomic():
        act(**arguments)
    assert caught.value.code == expected


def test_on_duty_are_the_rostered(leader, officer):
    shift(officer)
    assert selectors.on_duty() == [officer]
    assert selectors.on_duty(NOON + timedelta(hours=4)) == [leader]


def test_without_roster_every_duty_leader_is_on_duty(leader, officer):
    other = make_user("duty_leader")
    assert set(selectors.on_duty(NOON)) == {leader, other}


def test_a_closed_account_is_not_on_duty(leader, officer):
    shift(officer)
    officer.is_active = False
    officer.save()
    assert selectors.on_duty() == [leader]


def test_without_leader_the_supervisors_are(officer):
    supervisor = make_user("supervisor")
    assert selectors.on_duty() == [supervisor]


def test_add_shift_refuses_an_overlap(leader, officer):
    shift(officer)
    period = {"start": NOON + timedelta(hours=3), "end": NOON + timedelta(hours=9)}
    refused("shift_overlaps", services.add_shift, actor=leader.as_actor(), user=officer, kind="officer", **period)
    touching = {"start": NOON + timedelta(hours=4), "end": NOON + timedelta(hours=9)}
    assert services.add_shift(actor=leader.as_actor(), user=officer, kind="officer", **touching).pk


def test_add_shift_needs_the_permission_and_a_sane_period(leader, officer):
    later = NOON + timedelta(hours=1)
    with pytest.raises(NotPermitted):
        services.add_shift(actor=officer.as_actor(), user=officer, kind="officer", start=NOON, end=later)
    for start, end in ((later, NOON), (NOON, NOON), (NOON, NOON + timedelta(days=4))):
        refused(
            "shift_period", services.add_shift, actor=leader.as_actor(), user=officer, kind="x", start=start, end=end
        )


def test_remove_shift_only_before_it_begins(leader, officer):
    refused("shift_begun", services.remove_shift, actor=leader.as_actor(), shift=shift(officer))
    coming = shift(officer, 5, 9)
    services.remove_shift(actor=leader.as_actor(), shift=coming)
    assert not DutyShift.objects.filter(pk=coming.pk).exists()


def test_the_alarm_moves_when_the_hand_over_is_confirmed_and_not_before(officer):
    other = make_user("window_officer")
    shift(officer)
    made = services.hand_over(actor=officer.as_actor(), to=other, notes="绿色通道一件待批")
    assert selectors.on_duty() == [officer]
    services.confirm_hand_over(actor=other.as_actor(), public_id=made.public_id)
    assert selectors.on_duty() == [other]
    assert selectors.on_duty(NOON - timedelta(hours=1)) == [officer]
    assert selectors.on_duty(NOON + timedelta(hours=3)) == [other]


def test_a_personal_number_in_the_notes_is_masked(officer):
    shift(officer)
    made = services.hand_over(actor=officer.as_actor(), to=make_user("window_officer"), notes="421182199003072035 待批")
    made.refresh_from_db()
    assert "421182199003072035" not in made.notes
    assert made.notes.endswith("待批")


def test_hand_over_to_the_next_shift_does_not_double_it(officer):
    other = make_user("window_officer")
    shift(officer)
    shift(other, -1, 8)
    made = services.hand_over(actor=officer.as_actor(), to=other)
    services.confirm_hand_over(actor=other.as_actor(), public_id=made.public_id)
    assert selectors.on_duty() == [other]
    assert DutyShift.objects.filter(user=other).count() == 1


def test_only_the_other_confirms_and_only_once(officer):
    other, third = make_user("window_officer"), make_user("window_officer")
    shift(officer)
    made = services.hand_over(actor=officer.as_actor(), to=other)
    for stranger in (officer, third):
        with pytest.raises(NotPermitted):
            services.confirm_hand_over(actor=stranger.as_actor(), public_id=made.public_id)
    services.confirm_hand_over(actor=other.as_actor(), public_id=made.public_id)
    refused("hand_over_closed", services.confirm_hand_over, actor=other.as_actor(), public_id=made.public_id)
    with pytest.raises(NotFound):
        services.confirm_hand_over(actor=other.as_actor(), public_id="0" * 12)


def test_hand_over_needs_a_running_shift_and_one_at_a_time(officer):
    other = make_user("window_officer")
    refused("not_on_duty", services.hand_over, actor=officer.as_actor(), to=other)
    shift(officer)
    refused("hand_over_to_self", services.hand_over, actor=officer.as_actor(), to=officer)
    made = services.hand_over(actor=officer.as_actor(), to=other)
    refused("hand_over_open", services.hand_over, actor=officer.as_actor(), to=other)
    services.withdraw_hand_over(actor=officer.as_actor(), public_id=made.public_id)
    assert services.hand_over(actor=officer.as_actor(), to=other).pk
    assert HandOver.objects.count() == 2


def test_copy_week_copies_what_is_free(leader, officer):
    shift(officer)
    monday = date(2026, 11, 30)
    assert services.copy_week(actor=leader.as_actor(), monday=monday) == 1
    assert services.copy_week(actor=leader.as_actor(), monday=monday) == 0
    copied = DutyShift.objects.latest("start")
    assert copied.start == NOON + timedelta(days=7, hours=-4)


def test_a_shift_that_ends_not_later_than_it_begins_ends_the_next_day():
    start, end = duty.day_shift(date(2026, 11, 25), time(8, 30), time(8, 30))
    assert end - start == timedelta(days=1)
