"""The public pages: front page, guide, one question per page, the list."""

import re

import pytest
from django.test import Client

from appointments.catalogue import plans, selectors, services
from appointments.catalogue.models import Service
from appointments.catalogue.plans import PlannedItem, PlannedPerson

pytestmark = pytest.mark.django_db

ADULT = {"age": "18-59", "state_worker": "no", "military": "no", "hukou": "wuxue", "urgent": "no"}
CHINESE = re.compile("[\u4e00-\u9fff]")
DOCUMENT = re.compile("号|登记备案国家工作人员")  # document numbers, and the one term that English readers must show
ELEMENTS = ["适用范围", "审批依据", "受理机构", "申请材料及要求", "办结时限", "收费依据及标准", "到现场次数"]


def text_of(response) -> str:
    body = re.sub(r"<(script|style|svg|title)\b.*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def walk(client: Client, code: str, answers: dict[str, str], start: str = "") -> object:
    """Answer one question after the other as the form of each page would send it."""
    response = client.get(start or f"/services/{code}/questions/")
    while response.status_code == 200 and "form" in response.context:
        fact = response.context["form"].question.fact
        query = [*response.context["hidden"], (fact, answers[fact])]
        response = client.get(response.request["PATH_INFO"], dict(query), follow=True)
        if response.redirect_chain:
            break
    return response


@pytest.mark.parametrize("path", ["/", "/services/", "/services/PP-NEW/", "/services/PP-NEW/sheet/", "/urgent/"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_opens_in_both_languages(client: Client, prefix: str, path: str) -> None:
    assert client.get(prefix + path).status_code == 200


@pytest.mark.parametrize("code", sorted(code for code in ["PP-NEW", "HME-G", "TWE-G", "FR-NEW", "REC-Q", "TWR-5"]))
def test_english_guide_has_no_chinese_sentence(client: Client, code: str) -> None:
    said = text_of(client.get(f"/en/services/{code}/"))

    assert {word for word in said.split() if CHINESE.search(word) and not DOCUMENT.search(word)} == {"武", "中文"}


def test_every_item_has_a_guide_with_the_elements(client: Client) -> None:
    for code in selectors.catalogue().services:
        said = text_of(client.get(f"/services/{code}/"))
        for element in ELEMENTS:
            assert element in said, (code, element)


def test_paused_item_says_so_and_offers_no_questions(client: Client) -> None:
    response = client.get("/services/TWE-G/")

    assert "赴台个人旅游暂停" in text_of(response)
    assert "/questions/" not in response.content.decode()


def test_item_that_the_county_cannot_take_says_where_to_go(client: Client) -> None:
    response = client.get("/services/FR-NEW/")

    assert "黄冈市公安局出入境管理支队" in text_of(response)
    assert "/questions/" not in response.content.decode()


def test_commissioned_item_asks_questions(client: Client) -> None:
    Service.objects.filter(code="FR-NEW").update(commissioned=True)
    services.new_edition()

    assert "/services/FR-NEW/questions/" in client.get("/services/FR-NEW/").content.decode()


def test_unknown_item_is_not_found(client: Client) -> None:
    assert client.get("/services/NONE/").status_code == 404


def test_questions_lead_to_the_list(client: Client) -> None:
    response = walk(client, "PP-NEW", ADULT)

    said = text_of(response)
    assert "带这 1 样 就能一次办好" in said
    assert "居民身份证" in said
    assert "120 元" in said
    assert "同意函" in said  # everybody reads the line about the employer's letter
    assert "/book/slots/?plan=" in response.content.decode()


def test_nothing_is_kept_in_a_session(client: Client) -> None:
    walk(client, "PP-NEW", ADULT)

    assert not client.cookies


def test_going_back_keeps_the_other_answers(client: Client) -> None:
    page = client.get("/services/PP-NEW/questions/", {"age": "18-59", "state_worker": "no"})

    assert page.context["form"].question.fact == "military"
    assert page.context["back_url"] == "/services/PP-NEW/questions/?age=18-59"


def test_continuing_without_an_answer_is_told_beside_the_question(client: Client) -> None:
    page = client.get("/services/PP-NEW/questions/", {"q": "age"})

    assert "请选一项再继续" in text_of(page)
    assert "错误：" in page.content.decode()


def test_answer_that_is_no_option_is_asked_again(client: Client) -> None:
    page = client.get("/services/PP-NEW/questions/", {"q": "age", "age": "<script>"})

    assert "请选下面的一项" in text_of(page)
    assert "<script>alert" not in page.content.decode()


def test_endorsement_machine_needs_no_booking(client: Client) -> None:
    response = walk(client, "HME-L", {**ADULT, "ecard": "yes"})

    assert "不用预约" in text_of(response)
    assert "/book/slots/" not in response.content.decode()


def test_ineligible_is_no_error_and_shows_a_way_on(client: Client) -> None:
    response = walk(client, "HME-G", {"hukou": "wuxue"})

    said = text_of(response)
    assert response.status_code == 200
    assert "暂不能办理" in said
    assert "团队旅游签注" in said
    assert "错误" not in said
    assert "/services/HME-L/" in response.content.decode()


def test_second_item_does_not_ask_about_the_person_again(client: Client) -> None:
    token = plans.sign(plans.make([PlannedPerson((PlannedItem("PP-NEW", ADULT),))]))

    page = client.get("/services/HM-NEW/questions/", {"plan": token, "person": "1"})

    assert page.context["form"].question.fact == "urgent"


def test_another_person_is_asked_everything(client: Client) -> None:
    token = plans.sign(plans.make([PlannedPerson((PlannedItem("PP-NEW", ADULT),))]))

    page = client.get("/services/PP-NEW/questions/", {"plan": token, "person": "2"})
    assert page.context["form"].question.fact == "age"
    assert "第 2 个人" in text_of(page)


def test_family_shares_one_list(client: Client) -> None:
    child = {"age": "0-15", "escort": "guardian", "child_id": "no", "hukou": "wuxue", "urgent": "no"}
    people = [PlannedPerson((PlannedItem("PP-NEW", given),)) for given in (ADULT, child)]
    said = text_of(client.get("/checklist/", {"plan": plans.sign(plans.make(people))}))

    assert "2 个人一起来" in said
    assert "240 元" in said
    assert "约 40 分钟" in said
    assert "公安人口库" in said


def test_sixth_person_is_not_offered(client: Client) -> None:
    five = plans.make([PlannedPerson((PlannedItem("PP-NEW", ADULT),))] * 5)

    assert "再加一个人" not in text_of(client.get("/checklist/", {"plan": plans.sign(five)}))


def test_adding_shows_only_what_fits(client: Client) -> None:
    token = plans.sign(plans.make([PlannedPerson((PlannedItem("PP-NEW", ADULT),))]))

    body = client.get("/services/add/", {"plan": token, "person": "1"}).content.decode()

    assert "/services/HM-NEW/questions/?" in body
    assert "/services/PP-RENEW/questions/?" not in body
    assert "/services/TWR-5/questions/?" not in body


@pytest.mark.parametrize("query", [{}, {"plan": "nonsense"}])
def test_expired_list_is_refused_with_a_sentence(client: Client, query: dict[str, str]) -> None:
    response = client.get("/checklist/", query)

    assert response.status_code == 400
    assert "清单已过期" in text_of(response)


@pytest.mark.parametrize("query", [{"person": "x"}, {"item": "-1"}, {"person": "９"}])
def test_strange_numbers_are_not_found(client: Client, query: dict[str, str]) -> None:
    assert client.get("/services/PP-NEW/questions/", query).status_code == 404


def test_list_of_the_day_before_is_judged_anew(client: Client) -> None:
    token = plans.sign(plans.make([PlannedPerson((PlannedItem("PP-NEW", ADULT),))]))
    Service.objects.filter(code="PP-NEW").update(is_active=False)
    services.new_edition()

    assert "/book/slots/" not in client.get("/checklist/", {"plan": token}).content.decode()


def test_list_page_takes_few_queries(client: Client, django_assert_max_num_queries) -> None:
    token = plans.sign(plans.make([PlannedPerson((PlannedItem("PP-NEW", ADULT),))] * 3))
    client.get("/checklist/", {"plan": token})

    with django_assert_max_num_queries(30):
        client.get("/checklist/", {"plan": token})
