"""What the answers lead to, with the catalogue as it is shipped."""

from datetime import date
from decimal import Decimal

import pytest

from appointments.catalogue import rules, selectors
from appointments.catalogue.enums import Decision, FactKind
from appointments.catalogue.models import DataSource
from appointments.catalogue.specs import ServiceSpec

pytestmark = pytest.mark.django_db

ADULT = {"age": "18-59", "state_worker": "no", "military": "no", "hukou": "wuxue", "urgent": "no"}
CHILD = {"age": "0-15", "escort": "guardian", "child_id": "yes", "hukou": "wuxue", "urgent": "no"}
CARD = {"age": "18-59", "state_worker": "no", "military": "no", "ecard": "no"}
FOREIGN = {"age": "18-59", "lodging_done": "yes"}


def listed(code: str, answers: dict[str, str], day: date = date(2026, 11, 25)) -> rules.Checklist:
    found = selectors.catalogue(day)
    spec = found.services[code]
    return rules.checklist(spec, rules.facts_of(spec, answers), found.sources)


def bring(code: str, answers: dict[str, str]) -> list[str]:
    return [paper.code for paper in listed(code, answers).bring]


def value(code: str, answers: dict[str, str], kind: FactKind = FactKind.FEE) -> Decimal | None:
    return listed(code, answers).figures[kind].value


@pytest.mark.parametrize(
    ("code", "answers", "expected"),
    [
        ("PP-NEW", ADULT, ["M-ID"]),
        ("PP-NEW", {**ADULT, "state_worker": "yes"}, ["M-ID", "M-UNIT"]),
        ("PP-NEW", {**ADULT, "military": "yes"}, ["M-ID", "M-MILID", "M-MILOK"]),
        ("PP-NEW", {**ADULT, "urgent": "yes"}, ["M-ID", "M-URGENT"]),
        ("PP-NEW", CHILD, ["M-ID", "M-GUARD", "M-GUARDID"]),
        ("PP-NEW", {**CHILD, "child_id": "no"}, ["M-GUARD", "M-GUARDID"]),
        ("PP-NEW", {**CHILD, "escort": "entrusted"}, ["M-ID", "M-GUARD", "M-GUARDID", "M-ENTRUST", "M-ESCORTID"]),
        ("PP-RENEW", {**ADULT, "renew_reason": "expiring"}, ["M-ID", "M-OLD"]),
        ("PP-RENEW", {**ADULT, "renew_reason": "data"}, ["M-ID", "M-OLD", "M-CHANGE"]),
        ("PP-RENEW", {**ADULT, "renew_reason": "damaged"}, ["M-ID", "M-OLD", "M-DAMAGED"]),
        ("PP-RENEW", {**ADULT, "renew_reason": "pages", "hukou": "abroad"}, ["M-ID", "M-OLD", "M-OVERSEA"]),
        ("PP-REISS", {**ADULT, "loss": "lost"}, ["M-ID", "M-LOST"]),
        ("PP-REISS", {**ADULT, "loss": "stolen"}, ["M-ID", "M-LOST"]),
        ("PP-REISS", {**ADULT, "loss": "damaged"}, ["M-ID", "M-DAMAGED"]),
        ("PP-RELAPSE", {**ADULT, "has_old": "yes"}, ["M-ID", "M-OLD"]),
        ("PP-RELAPSE", {**ADULT, "has_old": "no"}, ["M-ID"]),
        ("PP-NOTE", {**ADULT, "note_kind": "change", "note_count": "one"}, ["M-ID", "M-OLD", "M-CHANGE"]),
        ("HM-NEW", ADULT, ["M-ID"]),
        ("HM-RENEW", {**ADULT, "renew_reason": "face"}, ["M-ID", "M-OLD"]),
        ("HM-REISS", {**ADULT, "loss": "lost"}, ["M-ID", "M-LOST"]),
        ("HM-SETTLE", {**ADULT, "settle_case": "spouse"}, ["M-ID", "M-SETTLED"]),
        ("HME-L", {**CARD, "dest": "hk", "hk_tour": "1y1"}, ["M-ID", "M-OLD"]),
        ("HME-T", {**CARD, "dest": "hk", "relation": "wider"}, ["M-ID", "M-OLD", "M-REASON"]),
        ("HME-S", {**CARD, "dest": "hk", "unit_filed": "no"}, ["M-ID", "M-OLD", "M-BUSINESS"]),
        ("TW-NEW", ADULT, ["M-ID"]),
        ("TW-ONCE", ADULT, ["M-ID", "M-REASON"]),
        ("TWE-F", {**ADULT, "tw_times": "multi"}, ["M-ID", "M-OLD", "M-REASON"]),
        ("EXP-1", {**ADULT, "exp_case": "return"}, ["M-ID", "M-EXPCASE"]),
        ("HKMR-RENEW", {"age": "18-59", "urgent": "no"}, ["M-OLD", "M-HMID"]),
        ("HKMR-REISS", {"age": "18-59", "urgent": "no", "loss": "lost"}, ["M-HMID", "M-LOST"]),
        ("TWR-5", {**FOREIGN, "permit_case": "new", "urgent": "no"}, ["M-TWID"]),
        ("TWR-5", {**FOREIGN, "permit_case": "renew", "urgent": "no"}, ["M-OLD", "M-TWID"]),
        ("FV-EXT", {**FOREIGN, "visa": "L", "stay_left": "yes"}, ["M-PASSPORT", "M-REASON"]),
        ("FR-NEW", {**FOREIGN, "reside_for": "work", "reside_term": "lt1"}, ["M-PASSPORT", "M-REASON"]),
        ("FR-NEW", {**FOREIGN, "reside_for": "work", "reside_term": "lt3"}, ["M-PASSPORT", "M-REASON", "M-HEALTH"]),
    ],
)
def test_papers_to_bring(code: str, answers: dict[str, str], expected: list[str]) -> None:
    assert bring(code, answers) == expected


@pytest.mark.parametrize(
    ("code", "answers", "fee"),
    [
        ("PP-NEW", ADULT, 120),
        ("PP-RENEW", {**ADULT, "renew_reason": "pages"}, 120),
        ("PP-REISS", {**ADULT, "loss": "lost"}, 120),
        ("PP-NOTE", {**ADULT, "note_kind": "change", "note_count": "two"}, 40),
        ("HM-NEW", ADULT, 60),
        ("HM-SETTLE", ADULT, 40),
        ("HME-L", {**CARD, "dest": "hk", "hk_tour": "3m1"}, 15),
        ("HME-L", {**CARD, "dest": "hk", "hk_tour": "3m2"}, 30),
        ("HME-L", {**CARD, "dest": "hk", "hk_tour": "1y1"}, 15),
        ("HME-L", {**CARD, "dest": "hk", "hk_tour": "1y2"}, 30),
        ("HME-L", {**CARD, "dest": "macao"}, 15),
        ("HME-L", {**CARD, "dest": "both", "hk_tour": "1y2"}, 45),
        ("HME-L", {**CARD, "dest": "both"}, None),
        ("HME-T", {**CARD, "dest": "hk", "relation": "wider"}, 15),
        ("HME-T", {**CARD, "dest": "both", "relation": "close", "visit_term": "1y"}, 160),
        ("HME-S", {**CARD, "dest": "macao", "unit_filed": "no"}, 15),
        ("HME-S", {**CARD, "dest": "macao", "unit_filed": "yes", "business_term": "3m1"}, 15),
        ("HME-S", {**CARD, "dest": "hk", "unit_filed": "yes", "business_term": "1y"}, 80),
        ("HME-Q", {**CARD, "dest": "hk", "other_purpose": "exam", "other_term": "3m2"}, 30),
        ("HME-Q", {**CARD, "dest": "macao", "other_purpose": "medical", "macao_year": "yes"}, 80),
        ("HME-Q", {**CARD, "dest": "macao", "other_purpose": "medical", "macao_year": "no", "other_term": "3m1"}, 15),
        ("HME-D", {**CARD, "dest": "hk", "stay_purpose": "study", "term": "upto1"}, 80),
        ("HME-D", {**CARD, "dest": "hk", "stay_purpose": "study", "term": "upto2"}, 120),
        ("HME-D", {**CARD, "dest": "hk", "stay_purpose": "study", "term": "upto3"}, 160),
        ("HME-D", {**CARD, "dest": "hk", "stay_purpose": "study", "term": "from3"}, 240),
        ("TW-NEW", ADULT, 60),
        ("TW-ONCE", ADULT, 15),
        ("TWE-T", {**ADULT, "tw_times": "once"}, 15),
        ("TWE-T", {**ADULT, "tw_times": "multi"}, 80),
        ("TWE-X", ADULT, 80),
        ("EXP-1", ADULT, 15),
        ("EXP-M", ADULT, 80),
        ("REC-Q", {}, None),
        ("HKMR-RENEW", {"age": "18-59"}, None),
        ("HMT-RES", {}, None),
        ("TWR-5", FOREIGN, None),
        ("TWR-5", {**FOREIGN, "permit_case": "new"}, 200),
        ("TWR-1", FOREIGN, 40),
        ("FV-EXT", {**FOREIGN, "reciprocal": "standard"}, 160),
        ("FV-EXT", {**FOREIGN, "reciprocal": "reciprocal"}, None),
        ("FV-EXT", {**FOREIGN, "reciprocal": "unsure"}, None),
        ("FV-RENEW", {**FOREIGN, "reciprocal": "standard", "entries": "single"}, 160),
        ("FV-RENEW", {**FOREIGN, "reciprocal": "standard", "entries": "double"}, 235),
        ("FV-RENEW", {**FOREIGN, "reciprocal": "standard", "entries": "half_year"}, 425),
        ("FV-RENEW", {**FOREIGN, "reciprocal": "standard", "entries": "years"}, 635),
        ("FV-RENEW", {**FOREIGN, "reciprocal": "reciprocal", "entries": "years"}, None),
        ("FR-NEW", {**FOREIGN, "reside_term": "lt1"}, 400),
        ("FR-EXT", {**FOREIGN, "reside_term": "lt3"}, 800),
        ("FR-REISS", {**FOREIGN, "reside_term": "upto5"}, 1000),
        ("FR-CHG", {**FOREIGN, "change_of": "remove"}, 200),
        ("FR-CHG", {**FOREIGN, "change_of": "add", "reside_term": "lt3"}, 800),
        ("FX", {}, 100),
        ("FPR", {"pr_case": "apply"}, 1800),
        ("FPR", {"pr_case": "replace"}, 600),
    ],
)
def test_fee(code: str, answers: dict[str, str], fee: int | None) -> None:
    assert value(code, answers) == fee


@pytest.mark.parametrize("code", ["FX", "FS-NEW"])
def test_weak_fee_has_no_number_to_print(code: str) -> None:
    fee = listed(code, FOREIGN).figures[FactKind.FEE]

    assert fee.is_weak
    assert fee.printable is None


@pytest.mark.parametrize(
    ("code", "answers", "number", "unit"),
    [
        ("PP-NEW", ADULT, 7, "workday"),
        ("PP-NEW", {**ADULT, "hukou": "hubei"}, 7, "workday"),
        ("PP-NEW", {**ADULT, "hukou": "other"}, 20, "day"),
        ("PP-NEW", {**ADULT, "urgent": "yes"}, 5, "workday"),
        ("PP-NEW", {**ADULT, "hukou": "other", "urgent": "yes"}, 5, "workday"),
        ("HM-NEW", {**ADULT, "hukou": "hubei"}, 20, "day"),
        ("HM-NEW", {**ADULT, "urgent": "yes"}, None, "workday"),
        ("EXP-1", {**ADULT, "urgent": "yes"}, 5, "workday"),
        ("TWR-5", {**FOREIGN, "urgent": "no"}, 7, "workday"),
        ("FR-NEW", FOREIGN, 15, "workday"),
    ],
)
def test_promised_time(code: str, answers: dict[str, str], number: int | None, unit: str) -> None:
    promise = listed(code, answers).figures[FactKind.PROMISE]

    assert (promise.value, promise.unit) == (number, unit)


@pytest.mark.parametrize(
    ("code", "kind", "answers", "number"),
    [
        ("PP-NEW", FactKind.LEGAL_LIMIT, ADULT, 15),
        ("HM-NEW", FactKind.LEGAL_LIMIT, ADULT, 60),
        ("TW-NEW", FactKind.LEGAL_LIMIT, ADULT, 30),
        ("PP-NEW", FactKind.VALIDITY, CHILD, 5),
        ("PP-NEW", FactKind.VALIDITY, {**ADULT, "age": "16-17"}, 10),
        ("HKMR-RENEW", FactKind.VALIDITY, {"age": "16-17"}, 5),
        ("HME-S", FactKind.STAY, CARD, 14),
        ("HME-L", FactKind.STAY, CARD, 7),
        ("HME-T", FactKind.STAY, {**CARD, "relation": "close", "visit_term": "3m"}, 90),
        ("FV-EXT", FactKind.STAY, {**FOREIGN, "visa": "J2"}, 30),
        ("FV-EXT", FactKind.STAY, {**FOREIGN, "visa": "F"}, 180),
    ],
)
def test_other_figures(code: str, kind: FactKind, answers: dict[str, str], number: int) -> None:
    assert value(code, answers, kind) == number


def test_business_stay_of_fourteen_days_holds_since_may_2024() -> None:
    before = listed("HME-S", CARD, date(2024, 5, 5)).figures[FactKind.STAY]
    after = listed("HME-S", CARD, date(2024, 5, 6)).figures[FactKind.STAY]

    assert (before.value, after.value) == (None, 14)


MACHINE = {**CARD, "ecard": "yes"}


@pytest.mark.parametrize(
    ("code", "answers", "decision"),
    [
        ("PP-NEW", ADULT, Decision.BOOKABLE),
        ("PP-NEW", CHILD, Decision.BOOKABLE),
        ("PP-NEW", {**ADULT, "state_worker": "yes"}, Decision.BOOKABLE),
        ("PP-NEW", {**ADULT, "military": "yes"}, Decision.ON_SITE_ONLY),
        ("HME-L", MACHINE, Decision.MACHINE),
        ("HME-L", CARD, Decision.BOOKABLE),
        ("HME-L", {**MACHINE, "age": "0-15"}, Decision.BOOKABLE),
        ("HME-L", {**MACHINE, "state_worker": "yes"}, Decision.BOOKABLE),
        ("HME-G", {"hukou": "wuxue"}, Decision.NOT_ELIGIBLE),
        ("HME-G", {"hukou": "other", "listed_city": "no"}, Decision.NOT_ELIGIBLE),
        ("HME-G", {"hukou": "other", "listed_city": "yes", **CARD}, Decision.BOOKABLE),
        ("HME-G", {"hukou": "other", "listed_city": "yes", **MACHINE}, Decision.MACHINE),
        ("HME-S", {**MACHINE, "unit_filed": "yes", "business_term": "1y"}, Decision.MACHINE),
        ("HME-S", {**MACHINE, "unit_filed": "no"}, Decision.BOOKABLE),
        ("HME-T", MACHINE, Decision.BOOKABLE),
        ("HME-R", {"pilot_area": "no"}, Decision.NOT_ELIGIBLE),
        ("TWE-G", ADULT, Decision.NOT_ELIGIBLE),
        ("TWE-L", ADULT, Decision.NOT_ELIGIBLE),
        ("TWE-T", ADULT, Decision.BOOKABLE),
        ("EXP-M", {**ADULT, "exp_case": "border"}, Decision.NOT_ELIGIBLE),
        ("REC-Q", {}, Decision.REFER),
        ("HKMR-RENEW", {"age": "18-59"}, Decision.BOOKABLE),
        ("HKMR-NC", {}, Decision.REFER),
        ("TWR-5", FOREIGN, Decision.BOOKABLE),
        ("HMT-RES", {}, Decision.REFER),
        *((code, FOREIGN, Decision.REFER) for code in ("FV-EXT", "FS-NEW", "FR-NEW", "FR-CHG", "FX", "FPR")),
    ],
)
def test_decision(code: str, answers: dict[str, str], decision: Decision) -> None:
    assert listed(code, answers).decision == decision


def test_everybody_reads_the_line_about_the_letter() -> None:
    for answers in (ADULT, {**ADULT, "state_worker": "yes"}, CHILD):
        assert "unit-letter" in [one.code for one in listed("PP-NEW", answers).notices]


def test_source_that_is_down_asks_for_the_paper_and_says_so() -> None:
    answers = {**CHILD, "child_id": "no"}
    assert [one.code for one in listed("PP-NEW", answers).shared] == ["M-HUKOU"]

    DataSource.objects.filter(code="population").update(is_up=False)

    found = listed("PP-NEW", answers)
    assert found.shared == ()
    assert [one.code for one in found.asked_because_source_down] == ["M-HUKOU"]
    assert "M-HUKOU" in [one.code for one in found.bring]


def test_unsettled_paper_is_listed_with_its_case() -> None:
    cases = {one.code: one.only_if.zh for one in listed("PP-NEW", {}).bring}

    assert cases["M-UNIT"] == "登记备案国家工作人员"


# -- questions ------------------------------------------------------------------------------------------------------


def walk(spec: ServiceSpec, answers: dict[str, str]) -> list[str]:
    """The questions that somebody with these answers is asked, in order."""
    given: dict[str, str] = {}
    asked = []
    while question := rules.next_question(spec, given):
        asked.append(question.fact)
        given[question.fact] = answers[question.fact]
    return asked


@pytest.mark.parametrize(
    ("code", "answers", "expected"),
    [
        ("PP-NEW", ADULT, ["age", "state_worker", "military", "hukou", "urgent"]),
        ("PP-NEW", CHILD, ["age", "escort", "child_id", "hukou", "urgent"]),
        ("HME-L", MACHINE, ["age", "state_worker", "military", "ecard"]),
        ("HME-G", {"hukou": "wuxue"}, ["hukou"]),
        ("FR-NEW", {}, []),
        ("TWE-G", {}, []),
    ],
)
def test_questions_asked(code: str, answers: dict[str, str], expected: list[str]) -> None:
    assert walk(selectors.spec(code), answers) == expected


def longest(spec: ServiceSpec, answers: dict[str, str]) -> int:
    question = rules.next_question(spec, answers)
    if question is None:
        return len(rules.kept_answers(spec, answers))
    options = [one.value for one in question.options] or ["yes", "no"]
    return max(longest(spec, {**answers, question.fact: option}) for option in options)


@pytest.mark.parametrize("code", ["PP-NOTE", "PP-RENEW", "HM-RENEW", "HME-L", "HME-G", "HME-S", "HME-Q", "TWR-5"])
def test_nobody_is_asked_more_than_eight_questions(code: str) -> None:
    assert longest(selectors.spec(code), {}) <= 8


def test_changed_answer_drops_what_no_longer_applies() -> None:
    spec = selectors.spec("PP-NEW")

    kept = rules.kept_answers(spec, {**ADULT, "escort": "guardian", "nonsense": "1", "urgent": "perhaps"})

    assert kept == {"age": "18-59", "state_worker": "no", "military": "no", "hukou": "wuxue"}


def test_age_answer_is_held_against_the_document() -> None:
    spec = selectors.spec("PP-NEW")
    answer = rules.facts_of(spec, ADULT)["age"]

    assert rules.age_agrees(answer, date(1990, 5, 1), date(2026, 11, 25))
    assert not rules.age_agrees(answer, date(2010, 11, 26), date(2026, 11, 25))


# -- visits -----------------------------------------------------------------------------------------------------------


def test_second_document_of_a_person_takes_less_time() -> None:
    specs = selectors.catalogue().services
    passport, permit = specs["PP-NEW"], specs["HM-NEW"]

    assert rules.visit_minutes([[passport]]) == 20
    assert rules.visit_minutes([[passport, permit]]) == 30
    assert rules.visit_minutes([[passport], [permit]]) == 40


@pytest.mark.parametrize(
    ("lanes", "lane"),
    [
        (["cn_documents"], "cn_documents"),
        (["endorsement", "endorsement"], "endorsement"),
        (["cn_documents", "endorsement"], "cn_documents"),
        (["cn_documents", "foreign"], None),
        ([], None),
    ],
)
def test_one_kind_of_window_for_a_visit(lanes: list[str], lane: str | None) -> None:
    assert rules.visit_lane(lanes) == lane
