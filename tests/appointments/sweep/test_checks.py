"""Each check as a table: what it is given, and what it finds. No database."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from appointments.cases.enums import CaseStatus, Level
from appointments.catalogue.conditions import Span
from appointments.catalogue.enums import Decision
from appointments.catalogue.rules import Checklist, Figure, Paper
from appointments.catalogue.specs import NOTHING, RulingSpec, ServiceSpec, SourceSpec, Text
from appointments.sweep import checks
from appointments.sweep.data import BACK_OFFICE_WORDS, Person, Subject, Visit
from wuxue_exit_entry.kernel.clock import SHANGHAI
from wuxue_exit_entry.kernel.identity import check_digit

NOW = datetime(2026, 12, 1, 8, 40, tzinfo=SHANGHAI)
START = datetime(2026, 12, 3, 10, 0, tzinfo=SHANGHAI)
ADULT = date(1990, 3, 7)


def number(birth: date = ADULT) -> str:
    body = f"421182{birth:%Y%m%d}002"
    return body + check_digit(body)


SPEC = ServiceSpec(
    code="PP-RENEW",
    name=Text("普通护照换发", "Passport renewal"),
    family="passport",
    lane="cn_documents",
    minutes=20,
    minutes_added=10,
    summary=NOTHING,
    audience=NOTHING,
    scope="accept",
    is_local=True,
    refer=Text("请到黄冈办理。", "Go to Huanggang."),
    visits=1,
    version=1,
)
SOURCE = SourceSpec("population", Text("公安人口库", "Population register"), NOTHING, is_up=True, last_success_at=None)


def paper(code: str, name: str = "户口簿", source: SourceSpec | None = None, **more) -> Paper:
    return Paper(code, Text(name, f"{code} in English"), NOTHING, NOTHING, NOTHING, source=source, **more)


LIST = Checklist(
    code="PP-RENEW",
    decision=Decision.BOOKABLE,
    because=(),
    bring=(paper("M-ID", "居民身份证"), paper("M-OLD", "原证件")),
    hall_makes=(paper("M-PHOTO", "证件照片"),),
    shared=(),
    asked_because_source_down=(),
    figures={"promise": Figure("promise", Decimal(20), "day")},
    notices=(),
    minutes=20,
    lane="cn_documents",
)
PERSON = Person(id_kind="resident_id", number=number(), birth_date=ADULT, sex="F")
VISIT = Visit(start=START, minutes=20, needed_minutes=20)
IN_ORDER = Subject(
    now=NOW,
    fix_by=START - timedelta(hours=17),
    visit=VISIT,
    person=PERSON,
    spec=SPEC,
    facts={"age": Span(18, 59), "hukou": "wuxue", "state_worker": False},
    checklist=LIST,
    sources={"documents": "found", "photos": "found", "population": "found"},
)


def subject(**changes) -> Subject:
    """The subject in order with changes; fields of person, visit and checklist may be named directly."""
    parts = {"person": PERSON, "visit": VISIT, "checklist": LIST}
    own = {}
    for name, value in changes.items():
        owner = next((part for part, row in parts.items() if name in {one.name for one in fields(row)}), None)
        if owner is None:
            own[name] = value
        else:
            parts[owner] = replace(parts[owner], **{name: value})
    if "facts" in own:
        own["facts"] = {**IN_ORDER.facts, **own["facts"]}
    return replace(IN_ORDER, **parts, **own)


def child(birth: date = date(2016, 1, 1), **changes) -> Subject:
    facts = {"age": Span(0, 15)} | changes.pop("facts", {})
    return subject(number=number(birth), birth_date=birth, facts=facts, **changes)


SHARED = (paper("M-HUKOU", source=SOURCE),)
DOWN = (paper("M-HUKOU", source=replace(SOURCE, is_up=False), source_is_down=True),)
NOT_NOW = RulingSpec("r", "not_eligible", (), NOTHING, Text("现在不能办。", "Not possible now."))
WRONG = number()[:-1] + ("0" if number()[-1] != "0" else "1")

FOUND = [
    (subject(number=WRONG), [("identity.checksum", Level.RED, True)]),
    (subject(birth_date=date(1990, 3, 8)), [("identity.birth_differs", Level.RED, True)]),
    (subject(sex="M"), [("identity.sex_differs", Level.RED, True)]),
    # sixteen on the day of the visit, but answered under 16
    (child(date(2010, 12, 2)), [("age.answer", Level.RED, True)]),
    (child(date(2010, 12, 3)), [("age.answer", Level.RED, True)]),
    (child(date(2010, 12, 4), guardian_name="王芳"), []),
    (child(), [("guardian.nobody", Level.RED, True)]),
    (child(guardian_name="王芳"), []),
    (child(guardian_name="王芳", facts={"escort": "entrusted"}), [("guardian.escort", Level.RED, True)]),
    (child(escort_name="王芳", facts={"escort": "entrusted"}), []),
    (subject(spec=replace(SPEC, is_local=False)), [("scope.refer", Level.RED, True)]),
    (subject(decision=Decision.MACHINE), [("scope.machine", Level.GREEN, False)]),
    (subject(decision=Decision.NOT_ELIGIBLE, because=(NOT_NOW,)), [("scope.not_eligible", Level.RED, True)]),
    (subject(facts={"hukou": "other"}), [("elsewhere.hukou", Level.GREEN, False)]),
    (subject(sources={"documents": "not_found"}), [("back_office", Level.AMBER, False)]),
    (subject(sources={"documents": "down"}), [("old_document.unchecked", Level.GREEN, False)]),
    (subject(sources={"documents": "not_found"}, bring=(paper("M-ID"),)), []),
    (subject(declared_filed=True), [("filing.letter", Level.AMBER, True)]),
    (subject(facts={"state_worker": True}), [("filing.letter", Level.AMBER, True)]),
    (subject(is_listed=True), [("back_office", Level.AMBER, False)]),
    (subject(shared=SHARED), []),
    (subject(shared=SHARED, sources={"population": "not_found"}), [("source.unknown.M-HUKOU", Level.AMBER, True)]),
    (subject(shared=SHARED, sources={"population": "down"}), [("source.down.M-HUKOU", Level.AMBER, True)]),
    (subject(asked_because_source_down=DOWN), [("source.down.M-HUKOU", Level.AMBER, True)]),
    (subject(sources={"photos": "not_found"}), [("photo.hall", Level.GREEN, False)]),
    (
        subject(sources={"photos": "not_found"}, bring=(paper("M-PHOTO"),), hall_makes=()),
        [("photo.receipt", Level.AMBER, True)],
    ),
    (subject(running=(CaseStatus.ACCEPTED,)), [("running.same_kind", Level.AMBER, False)]),
    (subject(running=(CaseStatus.PREPARED, CaseStatus.SECOND_TRIP)), []),
    (subject(facts={"stay_left": False}), [("stay.extension", Level.RED, True)]),
    (subject(facts={"month_left": False}), [("stay.residence_extension", Level.RED, True)]),
    (subject(facts={"entered_in_time": False}), [("stay.residence_first", Level.RED, True)]),
    (subject(facts={"lodging_done": False}), [("stay.lodging", Level.RED, True)]),
    (subject(facts={"stay_left": True, "lodging_done": True}), []),
    (subject(needed_minutes=30), [("length.short", Level.AMBER, False)]),
    (subject(needed_minutes=15), []),
    (subject(lane_is_open=False), [("lane.closed", Level.RED, True)]),
    (subject(places_are_open=False), [("lane.closed", Level.RED, True)]),
    (subject(phone_is_mobile=False), [("phone.landline", Level.GREEN, False)]),
    (subject(message_failed=True), [("phone.undelivered", Level.AMBER, False)]),
]


def test_nothing_is_found_where_all_is_in_order():
    assert checks.judge(IN_ORDER) == []


@pytest.mark.parametrize(("given", "expected"), FOUND)
def test_check_finds(given, expected):
    found = checks.judge(given)
    assert [(one.code, one.level, bool(one.applicant_zh)) for one in found] == expected


@pytest.mark.parametrize("given", [given for given, expected in FOUND if expected])
def test_words_are_in_both_languages_and_a_time_to_mend_it_goes_with_what_is_told(given):
    for one in checks.judge(given):
        assert one.officer_words
        assert bool(one.applicant_zh) == bool(one.applicant_en) == bool(one.fix_by)
        assert len(one.code) <= 48


def test_every_check_has_a_row_that_finds_something():
    silent = [check.__name__ for check in checks.CHECKS if not any(check(given) for given, _ in FOUND)]
    assert silent == []


def test_whoever_is_listed_gets_the_words_that_other_checks_use_and_hears_nothing():
    listed, unknown = subject(is_listed=True), subject(sources={"documents": "not_found"})
    assert checks.judge(listed) == checks.judge(unknown)
    [finding] = checks.judge(listed)
    assert (finding.officer_words, finding.applicant_zh, finding.params) == (BACK_OFFICE_WORDS, "", {})


def test_listed_and_unknown_document_together_are_one_finding():
    assert len(checks.judge(subject(is_listed=True, sources={"documents": "not_found"}))) == 1


def test_elsewhere_names_the_longer_promise():
    [finding] = checks.judge(subject(facts={"hukou": "other"}))
    assert finding.officer_words == "跨省异地，承诺时限 20 天"


def test_a_check_that_breaks_asks_for_a_look_and_does_not_stop_the_others(monkeypatch):
    def check_boom(given: Subject) -> list:
        raise ValueError("boom")

    monkeypatch.setattr(checks, "CHECKS", (check_boom, *checks.CHECKS))
    found = checks.judge(subject(declared_filed=True))
    assert [one.code for one in found] == ["broken.boom", "filing.letter"]


def test_no_subject_shows_a_number_or_a_name():
    shown = repr(child(guardian_name="王芳", escort_name="李强"))
    assert not any(secret in shown for secret in (number(date(2016, 1, 1)), "王芳", "李强"))
