"""The data files fill the tables once, and never touch what a keeper has changed."""

from decimal import Decimal

import pytest

from appointments.catalogue import conditions, dataset, selectors, services
from appointments.catalogue.enums import FactKind
from appointments.catalogue.models import Edition, Question, Requirement, Service, ServiceFact, UrgencyGround
from appointments.catalogue.specs import beside_words

pytestmark = pytest.mark.django_db

ITEMS = {
    "PP": ["NEW", "RENEW", "REISS", "RELAPSE", "NOTE"],
    "HM": ["NEW", "RENEW", "REISS", "SETTLE"],
    "HME": ["T", "S", "L", "G", "Q", "D", "R"],
    "TW": ["NEW", "RENEW", "REISS", "ONCE"],
    "TWE": ["L", "G", "T", "D", "Y", "F", "X", "C", "Q"],
    "EXP": ["1", "M"],
    "REC": ["Q"],
    "HKMR": ["RENEW", "REISS", "NC"],
    "TWR": ["5", "1"],
    "HMT": ["RES"],
    "FV": ["EXT", "RENEW", "REISS"],
    "FS": ["NEW", "RENEW", "REISS"],
    "FR": ["NEW", "EXT", "RENEW", "REISS", "CHG"],
}
CODES = {f"{head}-{tail}" for head, tails in ITEMS.items() for tail in tails} | {"FX", "FPR"}


def test_every_item_of_the_list_is_there() -> None:
    assert set(Service.objects.values_list("code", flat=True)) == CODES


def test_second_load_inserts_nothing() -> None:
    services.load_catalogue()
    token = Edition.objects.get().token

    counts = services.load_catalogue()

    assert set(counts.values()) == {0}
    assert Edition.objects.get().token == token


def test_load_leaves_what_a_keeper_edited() -> None:
    fact = ServiceFact.objects.get(service__code="PP-NEW", kind=FactKind.FEE)
    fact.value = Decimal(125)
    fact.save()
    Requirement.objects.filter(service__code="PP-NEW", material__code="M-PHOTO").update(is_active=False)

    services.load_catalogue()

    fact.refresh_from_db()
    assert fact.value == Decimal(125)
    assert not Requirement.objects.get(service__code="PP-NEW", material__code="M-PHOTO").is_active


def test_load_brings_back_only_what_is_missing() -> None:
    Requirement.objects.filter(service__code="PP-NOTE", material__code="M-CHANGE").delete()

    counts = services.load_catalogue()

    assert counts["Requirement"] == 1


def test_catalogue_takes_a_constant_number_of_queries(django_assert_num_queries) -> None:
    services.new_edition()
    with django_assert_num_queries(10):
        selectors.catalogue()
    with django_assert_num_queries(2):
        selectors.catalogue()


def test_an_edit_with_a_new_edition_is_seen_at_once() -> None:
    selectors.catalogue()
    Service.objects.filter(code="PP-NEW").update(minutes=33)
    services.new_edition()

    assert selectors.spec("PP-NEW").minutes == 33


def test_every_condition_is_valid() -> None:
    catalogue = selectors.catalogue()
    words = catalogue.vocabulary()
    found = [
        (spec.code, problem)
        for spec in catalogue.services.values()
        for rows in (spec.facts, spec.requirements, spec.rulings)
        for row in rows
        for problem in conditions.validate_condition(row.condition, words)
    ]
    assert found == []


def test_conditions_use_only_facts_that_the_item_asks_for() -> None:
    unasked = {
        (spec.code, fact)
        for spec in selectors.catalogue().services.values()
        for rows in (spec.facts, spec.requirements, spec.rulings)
        for row in rows
        for fact in conditions.facts_used(row.condition) - {question.fact for question in spec.questions}
        if fact not in beside_words()
    }
    assert unasked == set()


def test_unknown_fees_are_null_and_no_fee_is_nought() -> None:
    unknown = set(ServiceFact.objects.filter(kind=FactKind.FEE, value=None).values_list("service__code", flat=True))

    assert unknown == {"REC-Q", "HKMR-RENEW", "HKMR-REISS", "HKMR-NC", "HMT-RES", "FV-EXT", "FV-RENEW", "FV-REISS"}
    assert not ServiceFact.objects.filter(kind=FactKind.FEE, value=0).exists()


def test_every_item_says_something_of_its_fee_and_time() -> None:
    for code in CODES:
        kinds = set(ServiceFact.objects.filter(service__code=code).values_list("kind", flat=True))
        assert {FactKind.FEE, FactKind.PROMISE} <= kinds, code


def test_every_text_has_its_english() -> None:
    for row in [*dataset.services(), *dataset.rows("material"), *dataset.rows("ruling"), *dataset.rows("guide")]:
        assert all(row.get(f"{key[:-3]}_en") for key in row if key.endswith("_zh") and row[key]), row
    assert not Question.objects.filter(text_en="").exists()


def test_seven_grounds_of_the_province_are_on() -> None:
    on = UrgencyGround.objects.filter(is_active=True).order_by("code").values_list("code", flat=True)

    assert list(on) == [f"U0{n}" for n in range(1, 8)]
    assert UrgencyGround.objects.count() == 10
