"""The one validator: what rejects, what only warns, what is taken over and how."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lodging.stays import codes, judging
from lodging.stays.enums import Severity

NOW = datetime(2026, 10, 16, 15, 0, tzinfo=UTC)  # 23:00 in Wuxue
GUEST = {
    "client_ref": "5b0f7b0e-0000-4000-8000-000000000100",
    "surname": "IVANOVA",
    "given_name": "OLGA",
    "sex": "F",
    "birth_date": "1988-03-12",
    "nationality": "RUS",
    "document_type": "14",
    "document_number": "753020002",
    "entry_date": "2026-10-15",
    "stay_until": "2026-11-14",
    "visa_type": "L",
    "purpose": "tourism",
    "stay_date": "2026-10-16T22:05:00+08:00",
    "planned_leave": "2026-10-19",
    "room": "806",
}


def judge(**changes):
    given = {key: value for key, value in {**GUEST, **changes}.items() if value is not None}
    return judging.judge(given, now=NOW)


def said(judged):
    return {(remark.code, remark.field) for remark in judged.remarks}


def codes_of(**changes):
    return {remark.code for remark in judge(**changes).remarks}


def test_a_complete_guest_is_taken_without_a_word():
    judged = judge()
    assert judged.remarks == []
    assert judged.missing == []
    assert (
        judged.values
        | {
            "surname": "IVANOVA",
            "sex": "2",
            "document_type": "passport",
            "category": "foreigner",
            "visa_type": "visa_L_tourism",
            "stay_date": datetime(2026, 10, 16, 14, 5, tzinfo=UTC),
            "stay_until": date(2026, 11, 14),
        }
        == judged.values
    )


def test_every_code_that_can_be_said_is_published():
    source = Path(judging.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'\.say\(\s*"([a-z_]+)"', source)) <= set(codes.CODES)
    lacking = set(re.findall(r'\.lacks\("([a-z_]+)"', source)) | {"name_zh"}
    assert {f"{name}_missing" for name in lacking} <= set(codes.CODES)


def test_a_name_a_number_or_its_reason_and_the_time_are_enough():
    judged = judging.judge(
        {"surname": "LEE", "no_number_reason": "护照在使馆", "stay_date": "2026-10-16 22:05"}, now=NOW
    )
    assert [r.code for r in judged.remarks if codes.CODES[r.code].severity == Severity.ERROR] == []
    assert {"sex", "birth_date", "nationality", "document_type", "room"} <= set(judged.missing)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"surname": None, "given_name": None}, "name_missing"),
        ({"document_number": None}, "number_missing"),
        ({"stay_date": None}, "stay_date_missing"),
        ({"stay_date": "16-10-2026 10:05 PM"}, "stay_date_unreadable"),
        ({"stay_date": 1792159500000}, "stay_date_unreadable"),
        ({"stay_date": "2026-10-16"}, "stay_date_without_time"),
        ({"stay_date": "2026-10-18T22:05:00+08:00"}, "stay_date_future"),
        ({"leave_date": "2026-10-16T20:00:00+08:00"}, "leave_before_stay"),
        ({"leave_date": "tomorrow"}, "leave_date_unreadable"),
    ],
)
def test_what_rejects(changes, code):
    assert code in codes_of(**changes)
    assert codes.CODES[code].severity == Severity.ERROR


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"sex": "?"}, ("sex_unknown", "sex")),
        ({"birth_date": "24940"}, ("birth_date_serial", "birth_date")),
        ({"birth_date": "12/04/1968"}, ("birth_date_unreadable", "birth_date")),
        ({"birth_date": "2030-01-01"}, ("birth_date_range", "birth_date")),
        ({"nationality": "Atlantis"}, ("nationality_unknown", "nationality")),
        ({"document_type": "88"}, ("document_type_unknown", "document_type")),
        ({"document_expiry": "2020-01-01"}, ("document_expired", "document_expiry")),
        ({"document_expiry": "soon"}, ("document_expiry_unreadable", "document_expiry")),
        ({"entry_date": "2026-10-17"}, ("entry_date_after_stay", "entry_date")),
        ({"entry_date": "1980-01-01"}, ("entry_date_before_birth", "entry_date")),
        ({"stay_until": "2026-10-01"}, ("stay_until_passed", "stay_until")),
        ({"purpose": "spying"}, ("purpose_unknown", "purpose")),
        ({"visa_type": "QQ"}, ("visa_type_unknown", "visa_type")),
        ({"visa_type": "J2"}, ("journalist", "visa_type")),
        ({"planned_leave": "2026-10-01"}, ("planned_leave_before_stay", "planned_leave")),
        ({"planned_leave": "2027-11-20"}, ("stay_long", "planned_leave")),
        ({"planned_leave": "2026-12-01"}, ("planned_leave_after_permission", "planned_leave")),
        ({"room": None}, ("room_missing", "room")),
        ({"surname": "IVANOVА"}, ("name_homoglyph", "surname")),
        ({"surname": "IVANOVA (MRS)"}, ("name_brackets", "surname")),
        ({"surname": "ivanova"}, ("name_normalised", "surname")),
        ({"surname": "IV<NOVA"}, ("name_signs", "surname")),
        ({"surname": "X" * 300}, ("name_too_long", "surname")),
        ({"surname": None}, ("name_order", "given_name")),
        ({"name_zh": "山田たろ"}, ("name_kana", "name_zh")),
        ({"document_number": "75 302-0002"}, ("document_number_cleaned", "document_number")),
        ({"document_number": "А53020002"}, ("document_number_signs", "document_number")),
        ({"remark": "a\u0000b"}, ("cleaned", "remark")),
        ({"passport": "1"}, ("unknown_field", "")),
        ({"stay_date": "2026-10-16T23:30:00+08:00"}, ("clock_ahead", "stay_date")),
    ],
)
def test_what_only_warns(changes, remark):
    judged = judge(**changes)
    assert remark in said(judged)
    assert codes.CODES[remark[0]].severity != Severity.ERROR


def test_repairs_are_offered():
    fixes = {remark.code: remark.fix for remark in judge(surname="IVANOVА (MRS)").remarks}
    assert fixes["name_brackets"] == "IVANOVА"
    assert fixes["name_homoglyph"] == "IVANOVA"


def test_a_clock_that_is_ahead_is_set_to_ours():
    assert judge(stay_date="2026-10-16T23:30:00+08:00").values["stay_date"] == NOW


@pytest.mark.parametrize(
    ("changes", "category"),
    [
        ({"nationality": "HKG"}, "hong_kong"),
        ({"document_type": "24", "document_number": "H01234567", "nationality": "CHN"}, "hong_kong"),
        ({"document_type": "24", "document_number": "M01234567", "nationality": "CHN"}, "macao"),
        ({"document_type": "511", "document_number": "01234567", "nationality": "TWN"}, "taiwan"),
        ({"nationality": "XXA"}, "stateless"),
        ({"category": "R"}, "overseas_chinese"),
        ({"nationality": "俄罗斯"}, "foreigner"),
    ],
)
def test_categories(changes, category):
    judged = judge(**changes)
    assert judged.values["category"] == category
    assert ("name_zh_missing" in {r.code for r in judged.remarks}) == (category not in judging.FROM_ABROAD)


def test_permits_are_one_person_with_and_without_renewal():
    keys = {
        judge(document_type="24", document_number=number, nationality="HKG").values["document_key"]
        for number in ("H01234567", "H0123456702", "h0123 4567", "Ｈ01234567")
    }
    assert keys == {"H01234567"}


def test_a_card_of_a_permanent_resident_is_held_against_what_was_typed():
    card = {"document_type": "pr_card", "document_number": "942840198802140017"}
    assert "birth_date_differs" in codes_of(**card, nationality="USA")
    assert "nationality_differs" in codes_of(**card, nationality="JPN", birth_date="1988-02-14")
    assert "stay_until_missing" not in codes_of(**card, nationality="USA", birth_date="1988-02-14", stay_until=None)


@pytest.mark.parametrize("given", [None, [], "x", 5])
def test_what_is_no_object(given):
    assert [remark.code for remark in judging.judge(given, now=NOW).remarks] == ["not_an_object"]
