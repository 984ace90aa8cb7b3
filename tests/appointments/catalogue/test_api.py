"""The catalogue's API says the same as the pages."""

import pytest
from django.test import Client

from appointments.catalogue import plans

pytestmark = pytest.mark.django_db

ADULT = {"age": "18-59", "state_worker": "no", "military": "no", "hukou": "wuxue", "urgent": "no"}
URL = "/api/v1/appointments/checklist/"


def ask(client: Client, *items: dict, **more: object):
    body = {"people": [{"items": list(items)}], **more}
    return client.post(URL, body, content_type="application/json")


def test_services_come_with_their_questions(client: Client) -> None:
    found = {one["code"]: one for one in client.get("/api/v1/appointments/services/").json()}

    assert len(found) == 51
    assert [one["fact"] for one in found["PP-NEW"]["questions"]][:2] == ["age", "escort"]
    assert found["FR-NEW"]["is_local"] is False
    assert "黄冈" in found["FR-NEW"]["refer"]["zh"]


def test_complete_answers_give_a_plan_that_books(client: Client) -> None:
    answer = ask(client, {"service": "PP-NEW", "answers": ADULT}, language="en").json()

    assert plans.read(answer["plan"]).minutes == answer["minutes"] == 20
    assert answer["questions"] == []
    assert answer["fee"]["text"] == "120 yuan"


def test_open_questions_come_back_instead_of_a_plan(client: Client) -> None:
    answer = ask(client, {"service": "PP-NEW", "answers": {"age": "0-15"}}).json()

    assert answer["plan"] is None
    assert [(one["person"], one["item"], one["question"]["fact"]) for one in answer["questions"]] == [(0, 0, "escort")]


def test_referred_item_gives_no_plan_and_asks_nothing(client: Client) -> None:
    answer = ask(client, {"service": "FR-NEW"}).json()

    assert (answer["plan"], answer["questions"]) == (None, [])
    assert answer["people"][0]["items"][0]["decision"] == "refer"


def test_unknown_fee_is_null(client: Client) -> None:
    answer = ask(client, {"service": "HKMR-RENEW", "answers": {"age": "18-59", "urgent": "no"}}).json()

    assert answer["fee"]["value"] is None
    assert answer["people"][0]["items"][0]["figures"]["fee"]["value"] is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "required"),
        ({"people": []}, "empty"),
        ({"people": [{"items": []}]}, "empty"),
        ({"people": [{"items": [{"service": "NONE"}]}]}, "service_unknown"),
        ({"people": [{"items": [{"service": "PP-NEW"}, {"service": "PP-NOTE"}]}]}, "same_family"),
        ({"people": [{"items": [{"service": "PP-NEW"}]}] * 6}, "max_length"),
        ({"people": [{"items": [{"service": "PP-NEW", "answers": {"age": "x" * 99}}]}]}, "max_length"),
        ({"people": [{"items": [{"service": "PP-NEW"}]}], "language": "fr"}, "invalid_choice"),
    ],
)
def test_bad_bodies_are_told_with_a_code(client: Client, body: dict, code: str) -> None:
    response = client.post(URL, body, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, code)


@pytest.mark.parametrize(("fact", "value"), [("age", "34"), ("military", "maybe"), ("hukou", "mars")])
def test_answer_that_is_no_option_is_told_with_its_field(client: Client, fact: str, value: str) -> None:
    wrong = {"service": "PP-NEW", "answers": {**ADULT, fact: value}}
    response = ask(client, {"service": "HM-NEW", "answers": ADULT}, wrong)

    found = response.json()
    assert (response.status_code, found["code"]) == (400, "answer_unknown")
    assert found["field"] == f"people.0.items.1.answers.{fact}"


def test_every_question_lists_what_answers_it(client: Client) -> None:
    found = client.get("/api/v1/appointments/services/").json()

    assert all(question["options"] for one in found for question in one["questions"])
    answer = ask(client, {"service": "PP-NEW", "answers": {"age": "18-59"}}).json()
    assert [one["value"] for one in answer["questions"][0]["question"]["options"]] == ["yes", "no"]


def test_item_of_another_place_is_referred_beside_one_of_this_hall(client: Client) -> None:
    response = ask(client, {"service": "PP-NEW", "answers": ADULT}, {"service": "FV-EXT"})

    assert response.status_code == 200
    assert response.json()["plan"] is None
    assert [one["decision"] for one in response.json()["people"][0]["items"]] == ["bookable", "refer"]


def test_documentation_needs_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/api/v1/docs/")

    body = response.content.decode()
    assert "/api/v1/appointments/checklist/" in body
    assert "http://" not in body.replace("http://testserver", "")
    assert "https://" not in body
    assert client.get("/api/v1/schema/").status_code == 200
