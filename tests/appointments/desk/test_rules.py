"""What was typed into the search field, and how an arrival stands to its time."""

from datetime import datetime, timedelta

import pytest

from appointments.cases.enums import CaseStatus
from appointments.desk import rules
from appointments.desk.enums import Arrival
from wuxue_exit_entry.kernel.clock import SHANGHAI

START = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("typed", "is_number"),
    [
        ("421182199003070026", True),
        ("4211 8219 9003 0700 2X", True),
        ("４２１１８２１９９００３０７００２６", True),
        ("13800000026", True),
        ("+86 138 0000 0026", True),
        ("0713-6200001", True),
        ("H01234567", True),
        ("E12345678", True),
        ("01234567", True),
        ("0026", False),
        ("7K3M 92PD", False),
        ("刘晓婷", False),
        ("lxt", False),
        ("", False),
    ],
)
def test_whole_numbers_never_go_into_an_address(typed: str, is_number: bool) -> None:
    assert rules.is_personal_number(typed) is is_number


@pytest.mark.parametrize(
    ("name", "typed", "matches"),
    [
        ("刘晓婷", "晓婷", True),
        ("刘晓婷", "lxt", True),
        ("刘晓婷", "LX", True),
        ("刘晓婷", "xt", False),
        ("单志远", "szy", True),
        ("单志远", "dzy", True),
        ("曾婉清", "zwq", True),
        ("覃小玲", "qxl", True),
        ("SMITH JAMES", "smith", True),
        ("刘晓婷", "0026", False),
        ("刘晓婷", "", False),
    ],
)
def test_names_are_found_by_a_part_and_by_initials(name: str, typed: str, matches: bool) -> None:
    assert rules.matches_name(name, typed) is matches


@pytest.mark.parametrize(
    ("typed", "is_code"),
    [("7k3m-92pd", True), ("7K3M 92PD", True), ("01234567", False), ("刘", False), ("0026", False)],
)
def test_booking_codes_are_told_from_numbers(typed: str, is_code: bool) -> None:
    assert rules.is_code(typed) is is_code


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-80, "早到 1 小时 20 分钟"), (-25, "早到 25 分钟"), (0, "正点"), (12, "晚到 12 分钟"), (60, "晚到 1 小时")],
)
def test_early_and_late_are_said_in_words(minutes: int, words: str) -> None:
    assert rules.offset_words(START, START + timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("status", "day", "check_in", "standing"),
    [
        ("booked", 0, "open", Arrival.OPEN),
        ("booked", 0, "early", Arrival.EARLY),
        ("booked", 0, "late", Arrival.LATE),
        ("booked", 1, "early", Arrival.OTHER_DAY),
        ("arrived", 0, "open", Arrival.ARRIVED),
        ("cancelled", 0, "open", Arrival.ENDED),
    ],
)
def test_an_arrival_stands_to_its_time(status: str, day: int, check_in: str, standing: Arrival) -> None:
    today = (START - timedelta(days=day)).date()
    assert rules.arrival(status=status, start=START, now=START, today=today, check_in=check_in) == standing


def test_every_state_of_a_file_has_its_verbs() -> None:

    assert set(rules.VERBS) == set(CaseStatus.values)
