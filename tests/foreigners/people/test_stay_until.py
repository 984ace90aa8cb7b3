"""Until when a guest may stay (trial T09)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from foreigners.people import stay_until as stays
from foreigners.people.stay_until import Count, Facts
from wuxue_exit_entry.kernel.clock import SHANGHAI

ENTRY = date(2026, 10, 16)
TODAY = date(2026, 10, 17)
days_of_entry = st.dates(date(2024, 12, 17), date(2035, 12, 31))


def until(basis, entered_on=ENTRY, today=TODAY, **facts):
    return stays.stay_until(basis, Facts(entered_on=entered_on, today=today, **facts))


@pytest.mark.parametrize(
    ("basis", "facts", "last_day", "codes"),
    [
        ("visa_free_30", {}, date(2026, 11, 15), ()),
        ("embassy_visa", {"days": 30, "visa_valid_until": date(2026, 10, 20)}, date(2026, 11, 15), ()),
        ("transit_240h", {"entered_at": time(22, 10)}, date(2026, 10, 26), ()),
        ("residence_permit", {"printed_until": date(2027, 3, 1)}, date(2027, 3, 1), ()),
        ("hk_macao_permit", {}, None, ()),
        ("visa_free_30", {"entered_on": date(2028, 1, 31), "today": date(2028, 2, 1)}, date(2028, 3, 1), ()),
    ],
    ids="abcdef",
)
def test_t09(basis, facts, last_day, codes):
    answer = until(basis, **facts)
    assert (answer.last_day, answer.codes, answer.missing) == (last_day, codes, ())
    assert answer.is_asked == (basis != "hk_macao_permit")


def test_t09_240_hours_end_at_midnight():
    assert until("transit_240h").until == datetime(2026, 10, 27, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("language", "how"),
    [
        ("zh-hans", "2026-10-16入境，次日2026-10-17为第1天，第30天为2026-11-15，当日24时止。"),
        ("en", "Entry on 2026-10-16; the next day, 2026-10-17, is day 1; day 30 is 2026-11-15, until 24:00."),
    ],
)
def test_way_of_counting_is_shown(language, how):
    with translation.override(language):
        answer = until("visa_free_30")
        assert str(answer.how) == how
        assert ("article" in str(answer.article)) == (language == "en")


@pytest.mark.parametrize("key", list(stays.bases()))
def test_each_basis_has_words_in_both_languages(key):
    basis = stays.bases()[key]
    shown = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            answer = until(key, days=10, printed_until=ENTRY, entered_at=time(8), today=date(2030, 1, 1))
            shown.append(
                [str(basis.label), str(basis.article), str(answer.how), *(str(w.sentence) for w in answer.warnings)]
            )
    assert all(zh != en and zh and en for zh, en in zip(*shown, strict=True))
    assert basis.source in {"V", "V2", "B"}


@pytest.mark.parametrize(
    ("basis", "facts", "codes"),
    [
        ("embassy_visa", {"days": 30, "visa_valid_until": date(2026, 10, 15)}, ("entered_after_visa",)),
        ("embassy_visa", {"days": 365}, ("days_many",)),
        ("embassy_visa", {"days": 30, "today": date(2026, 11, 16)}, ("over",)),
        ("embassy_visa", {"days": 30, "today": date(2026, 11, 15)}, ("renew_late",)),
        ("embassy_visa", {"days": 30, "today": date(2026, 11, 8)}, ("renew_now",)),
        ("embassy_visa", {"days": 30, "leaves_on": date(2026, 11, 16)}, ("leaves_after",)),
        ("embassy_visa", {"days": 30, "leaves_on": date(2026, 11, 15)}, ()),
        ("embassy_visa_000", {}, ("permit_needed",)),
        ("transit_144h", {}, ("basis_not_valid",)),
        ("transit_240h", {"entered_on": date(2024, 12, 16), "today": date(2024, 12, 17)}, ("basis_not_valid",)),
        ("transit_24h", {"entered_at": time(22, 10)}, ("outside",)),
        ("hainan_30", {}, ("outside",)),
        ("cruise_group", {}, ("outside",)),
        ("visa_free_30", {"entered_on": date(2026, 10, 18)}, ("entered_in_future",)),
        ("residence_permit", {"printed_until": date(2026, 10, 1)}, ("printed_before_entry", "over")),
        ("receipt_visa", {"printed_until": date(2026, 10, 24), "issued_on": ENTRY}, ("days_many",)),
        ("receipt_visa", {"printed_until": date(2026, 10, 23), "issued_on": ENTRY}, ()),
        ("receipt_residence", {"printed_until": date(2026, 10, 31), "issued_on": ENTRY}, ()),
        ("stay_permit", {"printed_until": date(2027, 5, 1), "issued_on": ENTRY}, ("days_many",)),
        ("taiwan_permit", {"entered_on": None}, ()),
        ("permanent_residence", {"entered_on": None}, ()),
    ],
)
def test_warnings(basis, facts, codes):
    assert until(basis, **facts).codes == codes


@pytest.mark.parametrize(
    ("basis", "facts", "missing"),
    [
        ("embassy_visa", {}, ("days",)),
        ("embassy_visa", {"days": 0}, ("days",)),
        ("embassy_visa", {"entered_on": None}, ("entered_on", "days")),
        ("residence_permit", {}, ("printed_until",)),
        ("transit_24h", {}, ("entered_at",)),
        ("apec_card", {}, ()),
    ],
)
def test_what_is_missing_is_said(basis, facts, missing):
    answer = until(basis, **facts)
    assert answer.missing == missing
    assert (answer.last_day is None) == bool(missing)
    assert str(answer.how).endswith("。")


def test_24_hours_run_from_the_moment_of_entry():
    answer = until("transit_24h", entered_at=time(22, 10))
    assert answer.until == datetime(2026, 10, 17, 22, 10, tzinfo=SHANGHAI)
    assert answer.last_day == date(2026, 10, 17)


def test_unknown_basis():
    with pytest.raises(KeyError):
        until("check_in_plus_a_year")


def test_renewal_dates():
    assert until("residence_permit", printed_until=date(2027, 3, 1)).renew_by == date(2027, 1, 30)
    assert until("embassy_visa", days=30).renew_by == date(2026, 11, 8)
    assert until("visa_free_30").renew_by is None


def test_offered_on_a_day():
    keys = {basis.key for basis in stays.offered(ENTRY)}
    assert {"transit_240h", "visa_free_30"} <= keys
    assert "transit_144h" not in keys


@given(days_of_entry, st.integers(1, 180))
def test_the_day_of_entry_is_free(entered_on, days):
    answer = until("embassy_visa", entered_on=entered_on, days=days, today=entered_on)
    counted = [entered_on + timedelta(days=n) for n in range(1, days + 1)]
    assert answer.last_day == counted[-1]
    assert answer.until == datetime.combine(counted[-1] + timedelta(days=1), time(), SHANGHAI)


@given(days_of_entry, st.sampled_from([key for key, basis in stays.bases().items() if basis.count == Count.HOURS]))
def test_full_days_in_hours_end_with_a_day(entered_on, key):
    answer = until(key, entered_on=entered_on, today=entered_on)
    days = stays.bases()[key].hours // 24
    assert answer.last_day == until("visa_free", entered_on=entered_on, days=days, today=entered_on).last_day
    assert answer.until.time() == time()


@given(days_of_entry, days_of_entry, st.integers(1, 180))
def test_who_enters_later_stays_no_shorter(one, other, days):
    first, second = sorted([one, other])
    ends = [until("embassy_visa", entered_on=day, days=days, today=day).last_day for day in (first, second)]
    assert ends == sorted(ends)


@given(
    st.sampled_from(list(stays.bases())),
    st.none() | days_of_entry,
    st.none() | st.integers(-5, 400),
    st.none() | days_of_entry,
    st.none() | st.times(),
    days_of_entry,
)
def test_there_is_always_an_answer(basis, entered_on, days, printed, at, today):
    facts = Facts(entered_on=entered_on, days=days, printed_until=printed, entered_at=at, today=today)
    answer = stays.stay_until(basis, facts)
    assert str(answer.how)
    assert (answer.last_day is None) == (bool(answer.missing) or not answer.is_asked)
