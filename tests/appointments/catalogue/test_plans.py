"""Plans travel signed, say what is told, and hold the answers against the document."""

from datetime import date, datetime, timedelta

import pytest

from appointments.catalogue import plans, selectors, services, telling
from appointments.catalogue.models import ServiceFact
from appointments.catalogue.plans import PlannedItem, PlannedPerson
from tests.factories.accounts import make_user
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError

pytestmark = pytest.mark.django_db

ADULT = {"age": "18-59", "state_worker": "no", "military": "no", "hukou": "wuxue", "urgent": "no"}
CHILD = {"age": "0-15", "escort": "guardian", "child_id": "yes", "hukou": "wuxue", "urgent": "no"}
TOUR = {"age": "18-59", "state_worker": "no", "military": "no", "ecard": "no", "dest": "hk", "hk_tour": "1y1"}


def person(*items: tuple[str, dict[str, str]]) -> PlannedPerson:
    return PlannedPerson(tuple(PlannedItem(code, answers) for code, answers in items))


def refused(make) -> BusinessError:
    with pytest.raises(BusinessError) as caught:
        make()
    return caught.value


def test_plan_counts_minutes_lane_and_families() -> None:
    plan = plans.make([person(("PP-NEW", ADULT), ("HM-NEW", ADULT), ("HME-L", TOUR)), person(("PP-NEW", CHILD))])

    assert (plan.minutes, plan.lane, plan.is_bookable) == (20 + 10 + 5 + 20, "cn_documents", True)
    assert plan.families == ("hk_macao", "hk_macao_endorsement", "passport")


def test_plan_reads_back_from_its_token() -> None:
    plan = plans.make([person(("PP-NEW", ADULT))])

    assert plans.read(plans.sign(plan)) == plan


def test_token_ends_after_a_day() -> None:
    at = datetime(2026, 11, 25, 9, 0, tzinfo=clock.SHANGHAI)
    with clock.frozen(at):
        token = plans.sign(plans.make([person(("PP-NEW", ADULT))]))
    assert plans.read(token)
    # the signature carries the real time, so its age is moved instead of the clock
    lifetime, plans.LIFETIME = plans.LIFETIME, timedelta(seconds=-1)
    try:
        assert refused(lambda: plans.read(token)).code == "plan_expired"
    finally:
        plans.LIFETIME = lifetime


@pytest.mark.parametrize("token", ["", "x", "eyJhIjoxfQ:abc:def"])
def test_token_of_somebody_else_is_refused(token: str) -> None:
    error = refused(lambda: plans.read(token))

    assert (error.code, error.status) == ("plan_expired", 400)


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([], "people_count"),
        ([person(("PP-NEW", ADULT))] * 6, "people_count"),
        ([person()], "items_count"),
        ([person(("PP-NEW", ADULT), ("PP-RENEW", ADULT))], "same_family"),
        ([person(("PP-NEW", ADULT)), person(("TWR-5", {}))], "mixed_lanes"),
        ([person(("XX-1", {}))], "service_unknown"),
    ],
)
def test_what_does_not_fit_into_a_visit(people: list[PlannedPerson], code: str) -> None:
    assert refused(lambda: plans.make(people)).code == code


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("PP-NEW", {"age": "18-59"}),
        ("PP-NEW", {**ADULT, "military": "yes"}),
        ("HME-L", {**TOUR, "ecard": "yes"}),
        ("HME-G", {"hukou": "wuxue"}),
        ("FR-NEW", {}),
    ],
)
def test_plan_that_cannot_be_booked_is_refused_by_booking_but_readable(code: str, answers: dict[str, str]) -> None:
    token = plans.sign(plans.make([person((code, answers))]))

    assert refused(lambda: plans.read(token)).code == "plan_not_bookable"
    assert plans.read_draft(token).people


def test_nobody_sees_a_long_address_for_a_family_of_five() -> None:
    five = [person(("PP-NEW", ADULT), ("HM-NEW", ADULT), ("HME-L", TOUR), ("TW-NEW", ADULT))] * 5

    assert len(plans.sign(plans.make(five))) < 1500


def test_item_is_added_replaced_and_left_out() -> None:
    plan = plans.make([person(("PP-NEW", ADULT))])
    two = plans.with_item(plan, PlannedItem("HM-NEW", ADULT), person=0)
    other = plans.with_item(two, PlannedItem("PP-RENEW", {**ADULT, "renew_reason": "pages"}), person=0, position=0)
    family = plans.with_item(other, PlannedItem("PP-NEW", CHILD), person=1)

    assert [[item.service for item in one.items] for one in family.people] == [["PP-RENEW", "HM-NEW"], ["PP-NEW"]]
    without = plans.without_item(family, person=1, position=0)
    assert without is not None
    assert len(without.people) == 1
    assert plans.without_item(plan, person=0, position=0) is None


def test_personal_answers_are_asked_once() -> None:
    plan = plans.make([person(("PP-RENEW", {**ADULT, "renew_reason": "pages"}))])

    assert plans.personal_answers(plan, 0) == {key: ADULT[key] for key in ("age", "state_worker", "military", "hukou")}
    assert plans.personal_answers(plan, 1) == {}


def test_age_of_the_document_must_agree() -> None:
    planned, day = person(("PP-NEW", CHILD)), date(2026, 11, 30)

    plans.require_agreement(planned, birth_date=date(2010, 12, 1), day=day)
    error = refused(
        lambda: plans.require_agreement(planned, birth_date=date(2010, 11, 30), day=day, field="people.0.birth_date")
    )
    assert (error.code, error.field) == ("age_disagrees", "people.0.birth_date")


def test_told_is_plain_data_in_the_language_asked_for() -> None:
    plan = plans.make([person(("PP-NEW", ADULT), ("HM-NEW", {**ADULT, "urgent": "yes"}))])

    zh, en = telling.told(plan, "zh-hans"), telling.told(plan, "en")

    assert zh["fee"]["text"] == "180 元"
    assert [paper["name"] for paper in zh["people"][0]["bring"]] == ["居民身份证", "加急事由证明"]
    assert [paper["name"] for paper in en["people"][0]["bring"]] == ["Resident ID card", "Evidence of urgency"]
    assert zh["people"][0]["items"][0]["figures"]["promise"]["text"] == "7 个工作日"
    assert zh["people"][0]["items"][1]["figures"]["promise"]["text"] == "以窗口公布为准"


def test_permit_and_endorsement_in_one_visit_need_no_permit_beforehand() -> None:
    together = telling.told(plans.make([person(("HM-NEW", ADULT), ("HME-L", TOUR))]), "zh-hans")["people"][0]
    alone = telling.told(plans.make([person(("HME-L", TOUR))]), "zh-hans")["people"][0]
    permit = telling.told(plans.make([person(("HM-NEW", ADULT))]), "zh-hans")["people"][0]

    assert [paper["code"] for paper in together["bring"]] == ["M-ID"]
    assert [(paper["code"], paper["only_if"]) for paper in alone["bring"]] == [("M-ID", ""), ("M-OLD", "")]
    assert "change-endorsement" in [one["code"] for one in permit["notices"]]
    assert not {"change-endorsement", "permit-validity"} & {one["code"] for one in together["notices"]}


def test_items_of_another_person_change_nothing() -> None:
    told = telling.told(plans.make([person(("HM-NEW", ADULT)), person(("HME-L", TOUR))]), "zh-hans")

    assert "M-OLD" in [paper["code"] for paper in told["people"][1]["bring"]]


def test_confirmed_fact_is_no_longer_weak() -> None:
    plan = plans.make([person(("PP-NEW", ADULT))])
    keeper = make_user("catalogue_keeper")

    ServiceFact.objects.filter(service__code="PP-NEW", kind="promise", slug="base").update(
        confirmed_by=keeper, confirmed_at=clock.now(), confirmed_source="大厅公示"
    )
    services.new_edition()

    assert not telling.told(plan)["people"][0]["items"][0]["figures"]["promise"]["is_weak"]


def test_sum_with_an_unknown_fee_is_unknown() -> None:
    plan = plans.make([person(("TWR-1", {"age": "18-59"})), person(("HKMR-RENEW", {"age": "18-59"}))])

    fee = telling.told(plan, "zh-hans")["fee"]
    assert (fee["value"], fee["text"]) == (None, "以窗口公布为准")


def test_item_out_of_force_is_not_in_the_catalogue_of_that_day() -> None:
    services.Service.objects.filter(code="PP-NOTE").update(valid_to=date(2026, 12, 31))
    services.new_edition()

    assert "PP-NOTE" in selectors.catalogue(date(2026, 12, 31)).services
    assert "PP-NOTE" not in selectors.catalogue(date(2027, 1, 1)).services
