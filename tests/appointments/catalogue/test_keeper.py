"""The keeper changes the catalogue in the browser: checked, previewed, versioned, audited."""

from decimal import Decimal

import pytest
from django.test import Client

from appointments.catalogue import keeping, selectors, services
from appointments.catalogue.models import Material, Question, Requirement, Ruling, Service, ServiceFact
from tests.factories.accounts import make_user
from tests.support.pages import errors_of, text_of
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel.errors import BusinessError, NotPermitted

pytestmark = pytest.mark.django_db

AWAY = "/keeper/services/PP-NEW/facts/promise.away/"


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(make_user("catalogue_keeper"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def fields_of(client: Client, url: str, **changes: object) -> dict[str, object]:
    """What the form of a page would send, with some fields changed."""
    form = client.get(url).context["form"]
    sent = {}
    for bound in form:
        value = bound.value()
        sent[bound.name] = [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
    sent = {name: "" if value is None else value for name, value in sent.items() if value is not False}
    return {**sent, "reason": "测试", **changes}


@pytest.mark.parametrize(
    "url",
    [
        "/keeper/",
        "/keeper/unconfirmed/",
        "/keeper/services/HME-L/",
        "/keeper/services/HME-L/edit/",
        "/keeper/services/HME-L/history/",
        "/keeper/services/HME-L/facts/fee.hk-once/",
        "/keeper/services/HME-L/facts/fee.hk-once/confirm/",
        "/keeper/services/HME-L/materials/M-OLD/",
        "/keeper/services/HME-L/questions/dest/",
        "/keeper/services/HME-L/texts/method/",
        "/keeper/services/HME-L/facts/new/",
        "/keeper/services/HME-L/materials/new/",
        "/keeper/services/HME-L/questions/new/",
        "/keeper/lists/questions/",
        "/keeper/lists/questions/dest/",
        "/keeper/lists/questions/new/",
        "/keeper/lists/materials/M-OLD/",
        "/keeper/lists/rulings/machine-tour/",
        "/keeper/lists/rulings/new/",
        "/keeper/lists/grounds/U01/",
        "/keeper/lists/sources/population/",
    ],
)
def test_screens_open(keeper: Client, url: str) -> None:
    assert keeper.get(url).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/keeper/services/NONE/",
        "/keeper/services/PP-NEW/facts/fee.none/",
        "/keeper/services/PP-NEW/nothing/x/",
        "/keeper/services/PP-NEW/texts/nothing/",
        "/keeper/lists/nothing/",
        "/keeper/lists/sources/new/",
    ],
)
def test_what_is_not_there_is_not_found(keeper: Client, url: str) -> None:
    assert keeper.get(url).status_code == 404


def test_saved_change_is_on_the_public_page_at_once(keeper: Client) -> None:
    response = keeper.post(AWAY, fields_of(keeper, AWAY, value="18"))

    assert response.status_code == 302
    fact = next(one for one in selectors.spec("PP-NEW").facts if one.slug == "away")
    assert fact.value == Decimal(18)
    assert Service.objects.get(code="PP-NEW").version == 2
    assert Service.objects.get(code="PP-RENEW").version == 1
    event = AuditEvent.objects.get(verb="appointments.servicefact.changed")
    assert (event.before["value"], event.after["value"], event.reason) == ("20.00", "18", "测试")


def test_preview_shows_the_change_and_keeps_nothing(keeper: Client) -> None:
    response = keeper.post(AWAY, fields_of(keeper, AWAY, condition="hukou in hubei,other", preview="1"))

    said = text_of(response)
    assert "承诺时限：7 个工作日 → 20 天" in said
    assert "省内外地户口" in said
    fact = ServiceFact.objects.get(service__code="PP-NEW", slug="away")
    assert fact.condition == [[{"fact": "hukou", "op": "=", "value": "other"}]]
    assert not AuditEvent.objects.filter(verb__startswith="appointments.servicefact").exists()
    assert next(one for one in selectors.spec("PP-NEW").facts if one.slug == "away").condition == fact.condition


def test_preview_of_a_new_paper(keeper: Client) -> None:
    url = "/keeper/services/PP-NEW/materials/new/"
    material = Material.objects.get(code="M-CHANGE")
    sent = fields_of(keeper, url, material=material.pk, condition="", preview="1")

    said = text_of(keeper.post(url, sent))

    assert "带来：＋变更、加注事由证明" in said
    assert not Requirement.objects.filter(service__code="PP-NEW", material=material).exists()


@pytest.mark.parametrize(
    ("condition", "part"),
    [
        ("hukou = mars", "没有「mars」这个选项"),
        ("height > 3", "没有叫「height」的事实"),
        ("dest = hk", "没有叫「dest」的事实"),  # another item's question
        ("hukou other", "要写成「事实 比较 值」"),
        ("age < sixteen", "整数"),
    ],
)
def test_bad_condition_is_refused_with_a_sentence(keeper: Client, condition: str, part: str) -> None:
    response = keeper.post(AWAY, fields_of(keeper, AWAY, condition=condition))

    assert response.status_code == 422
    assert any(part in error for error in errors_of(response))
    assert ServiceFact.objects.get(service__code="PP-NEW", slug="away").condition[0][0]["value"] == "other"


def test_older_version_of_the_form_does_not_overwrite(keeper: Client) -> None:
    first, second = fields_of(keeper, AWAY, value="18"), fields_of(keeper, AWAY, value="19")
    keeper.post(AWAY, first)

    response = keeper.post(AWAY, second)

    assert response.status_code == 422
    assert "别人改过这一条" in text_of(response)
    assert ServiceFact.objects.get(service__code="PP-NEW", slug="away").value == Decimal(18)


def test_second_row_of_the_same_name_is_refused_beside_the_field(keeper: Client) -> None:
    url = "/keeper/services/PP-NEW/facts/new/"
    response = keeper.post(url, fields_of(keeper, url, kind="fee", slug="base", unit="cny", value="1", mark="V"))

    assert response.status_code == 422
    assert "已经有了" in text_of(response)


def test_confirmed_figure_leaves_the_list_and_is_certain(keeper: Client) -> None:
    url = "/keeper/services/FX/facts/fee.base/confirm/"
    assert keeper.post(url, {"confirmed_source": " "}).status_code == 422

    assert keeper.post(url, {"confirmed_source": "大厅公示栏"}).status_code == 302

    fact = ServiceFact.objects.get(service__code="FX", kind="fee")
    assert not fact.is_weak
    assert fact.confirmed_by is not None
    assert "100 元" in text_of(keeper.get("/services/FX/"))
    assert AuditEvent.objects.filter(verb="appointments.servicefact.confirmed").count() == 1


def test_confirmed_paper_leaves_the_list_and_is_certain(keeper: Client) -> None:
    Requirement.objects.update(mark="V")
    paper = Requirement.objects.filter(service__code="FX", is_active=True).select_related("material").first()
    Requirement.objects.filter(pk=paper.pk).update(mark="B")
    services.new_edition()
    url = f"/keeper/services/FX/materials/{paper.material.code}/confirm/"

    def is_weak() -> bool:
        return next(one for one in selectors.spec("FX").requirements if one.material == paper.material.code).is_weak

    assert is_weak()
    assert url in keeper.get("/keeper/unconfirmed/").content.decode()
    assert paper.material.name_zh in text_of(keeper.get(url))
    assert keeper.post(url, {"confirmed_source": " "}).status_code == 422

    assert keeper.post(url, {"confirmed_source": "大厅公示栏"}).status_code == 302

    assert not is_weak()
    assert url not in keeper.get("/keeper/unconfirmed/").content.decode()
    assert AuditEvent.objects.get(verb="appointments.requirement.confirmed").reason == "大厅公示栏"
    assert keeper.get("/keeper/services/FX/questions/hukou/confirm/").status_code == 404


def test_figure_without_value_cannot_be_confirmed() -> None:
    actor = make_user("catalogue_keeper").as_actor()
    fact = ServiceFact.objects.get(service__code="HMT-RES", kind="fee")

    with pytest.raises(BusinessError) as caught:
        services.confirm(actor=actor, record=fact, source="问过")
    assert caught.value.code == "value_missing"


def test_option_in_use_cannot_be_taken_away(keeper: Client) -> None:
    url = "/keeper/lists/questions/loss/"

    response = keeper.post(url, fields_of(keeper, url, options="lost | 丢了 | Lost"))

    assert response.status_code == 422
    assert "还在用这个问题的选项" in text_of(response)
    assert len(Question.objects.get(fact="loss").options) == 3


@pytest.mark.parametrize("options", ["lost", "lost | 丢了", "a | 一 | one\na | 二 | two"])
def test_unreadable_options_are_refused(keeper: Client, options: str) -> None:
    url = "/keeper/lists/questions/loss/"

    assert keeper.post(url, fields_of(keeper, url, options=options)).status_code == 422


def test_ruling_reaches_the_items_that_are_ticked(keeper: Client) -> None:
    url = "/keeper/lists/rulings/online-only/"
    chosen = list(Service.objects.filter(code__in=["PP-RENEW", "PP-REISS"]).values_list("pk", flat=True))

    keeper.post(url, fields_of(keeper, url, services=chosen, is_active="on"))

    assert "online-only" in [one.code for one in selectors.spec("PP-RENEW").rulings]
    assert "online-only" not in [one.code for one in selectors.spec("HM-RENEW").rulings]
    assert Ruling.objects.get(code="online-only").services.count() == 2


def test_own_guide_words_hold_for_one_item_only(keeper: Client) -> None:
    url = "/keeper/services/PP-NEW/texts/place/"
    keeper.post(url, fields_of(keeper, url, text_zh="永宁大道 1 号", text_en="1 Yongning Avenue"))

    assert "永宁大道 1 号" in text_of(keeper.get("/services/PP-NEW/"))
    assert "永宁大道 1 号" not in text_of(keeper.get("/services/PP-RENEW/"))


def test_history_shows_who_why_and_what(keeper: Client) -> None:
    keeper.post(AWAY, fields_of(keeper, AWAY, value="18", reason="省厅通知"))

    said = text_of(keeper.get("/keeper/services/PP-NEW/history/"))

    assert "省厅通知" in said
    assert "<del>20.00</del> → <ins>18.00</ins>" in said


def test_commission_opens_an_item_of_foreigners(keeper: Client) -> None:
    url = "/keeper/services/FR-NEW/edit/"
    keeper.post(url, fields_of(keeper, url, commissioned="on"))

    assert selectors.spec("FR-NEW").is_local


def test_nobody_else_may_edit() -> None:
    row = Service.objects.get(code="PP-NEW")
    for role in ("window_officer", "supervisor", "system_admin"):
        with pytest.raises(NotPermitted):
            services.save_record(actor=make_user(role).as_actor(), record=row, reason="x")


def test_service_checks_conditions_also_without_a_form() -> None:
    fact = ServiceFact.objects.get(service__code="PP-NEW", slug="away")
    fact.condition = [[{"fact": "height", "op": "=", "value": 1}]]

    with pytest.raises(BusinessError) as caught:
        keeping.save_record(actor=make_user("catalogue_keeper").as_actor(), record=fact, reason="x")
    assert caught.value.code == "bad_condition"
