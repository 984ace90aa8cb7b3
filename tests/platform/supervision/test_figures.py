"""Figures: what is divided by what, nothing made up, and cases that add up to the figure."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from appointments.booking import services as bookings
from appointments.cases import services as cases
from appointments.cases.models import Case
from appointments.sweep import services as sweeps
from tests.factories import accounts as staff
from tests.factories import appointments as make
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.supervision.figures import rules, selectors
from wuxue_exit_entry.supervision.figures.period import Period

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(("part", "whole", "share"), [(0, 0, None), (0, 4, 0.0), (1, 3, 33.3), (4, 4, 100.0)])
def test_rate_of_nothing_is_no_figure(part, whole, share):
    assert rules.rate(part, whole) == share


@pytest.mark.parametrize(("share", "value"), [(0.5, 20), (0.9, 40), (1.0, 40)])
def test_percentile_is_a_value_that_occurred(share, value):
    assert rules.percentile([40, 10, 30, 20], share) == value
    assert rules.percentile([], share) is None


@pytest.fixture
def officer(db):
    return staff.make_user("window_officer").as_actor()


@pytest.fixture
def served_day(officer):
    """Three bookings on a Tuesday: one done in 5 and 17 minutes, one to come again, one that nobody came to."""
    with clock.frozen(make.band(MONDAY, "08:40")):
        made = [make.book(start=make.band(TUESDAY, hour)) for hour in ("09:00", "10:00", "11:00")]
        sweep = sweeps.ask_for_sweep(actor=officer)
        sweeps.run_sweep(sweep_id=sweep.pk)
    for booking, done in zip(made[:2], (True, False), strict=True):
        with clock.frozen(booking.start):
            bookings.check_in(actor=officer, code=booking.code)
        file = Case.objects.get(items__booking=booking).public_id
        with clock.frozen(booking.start + timedelta(minutes=5)):
            cases.start_service(actor=officer, public_id=file)
        with clock.frozen(booking.start + timedelta(minutes=17)):
            if done:
                cases.record_acceptance(actor=officer, public_id=file, number="421182000012345678")
                cases.complete(actor=officer, public_id=file)
            else:
                cases.record_second_trip(actor=officer, public_id=file, material="M-PHOTO", question="age", note="")
    with clock.frozen(make.band(date(2026, 12, 2), "00:10")):
        bookings.mark_missed(booking_id=made[2].pk)
        yield Period(TUESDAY, TUESDAY)


def test_each_figure_says_what_happened(served_day):
    values = {figure.slug: figure.value for figure in selectors.all_figures(served_day)}
    assert (values["bookings"], values["missed"], values["once"]) == ("3", "1", "50.0")
    assert (values["waited"], values["stayed"], values["urgent"]) == ("5", "17", "—")


def test_cases_add_up_to_the_figure(served_day):
    lengths = {slug: len(selectors.lines_of(slug, served_day)) for slug in ("bookings", "missed", "once", "stayed")}
    assert lengths == {"bookings": 3, "missed": 1, "once": 1, "stayed": 1}


def test_what_failed_us_is_named(served_day):
    with_day_of_record = Period(TUESDAY, TUESDAY)
    ((material, question, number),) = selectors.failed_questions(with_day_of_record)
    assert (number, "照片" in material or "相片" in material, bool(question)) == (1, True, True)


def test_supervisor_reads_and_exports_others_do_not(served_day, client):
    client.force_login(staff.make_user("supervisor"))
    page = client.get(reverse("supervision:figures") + f"?{served_day.query}")
    assert "一次办结率" in page.content.decode()
    for slug in ("bookings", "missed", "swept", "once", "waited", "stayed", "urgent"):
        assert client.get(reverse("supervision:figure-cases", args=[slug]) + f"?{served_day.query}").status_code == 200
    answer = client.get(reverse("supervision:figure-cases", args=["once"]) + f"?{served_day.query}&as=xlsx")
    assert answer["Content-Type"].endswith("sheet")
    assert client.get(reverse("supervision:figure-cases", args=["nothing"])).status_code == 404
    client.force_login(staff.make_user("window_auxiliary"))
    assert client.get(reverse("supervision:figures")).status_code == 403


@pytest.mark.parametrize("query", ["from=x&to=y", "from=2026-12-01&to=2026-11-01", "from=2000-01-01&to=2026-01-01"])
def test_a_period_that_makes_no_sense_is_this_month(query, client, db):
    client.force_login(staff.make_user("supervisor"))
    assert client.get(reverse("supervision:figures") + f"?{query}").status_code == 200
