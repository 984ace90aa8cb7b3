"""The workbench without scripts: list, search, one file, each verb, many at once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appointments.cases import services as cases
from appointments.cases.models import Case
from appointments.desk import history
from tests.appointments.desk.conftest import MONDAY, TUESDAY, booked, case_of, client_of, filed, sweep
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from tests.support.pages import text_of
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
NINE, TEN = make.band(MONDAY, "09:00"), make.band(TUESDAY, "10:00")
HTMX = {"HX-Request": "true"}
LIST = "/desk/"


def url(verb: str, case: Case) -> str:
    return reverse(f"desk:file-{verb}" if verb else "desk:file", args=[case.public_id])


def press(client, verb: str, case: Case, **data):
    case.refresh_from_db()
    return client.post(url(verb, case), {"version": case.version} | data)


def reads(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def test_exceptions_come_first_then_by_time(desk):
    booked(NINE, people=(make.person(name="张建国"),))
    filed(TEN)
    booked(make.band(TUESDAY, "09:00"), people=(make.person(name="王芳"),))
    sweep()
    page = desk.get(LIST)
    assert [line.name for line in page.context["board"].lines] == ["何丽", "张建国", "王芳"]
    facts = {str(fact.label): fact.value for fact in page.context["board"].facts}
    assert (facts["明天预约"], facts["要处理"], facts["可批量登记"]) == (2, 1, 2)


def test_filters_are_addresses(desk):
    booked(NINE)
    filed(TEN)
    sweep()
    shown = {
        show: len(desk.get(f"{LIST}?show={show}").context["board"].lines) for show in ("exceptions", "today", "all")
    }
    assert shown == {"exceptions": 1, "today": 1, "all": 2}
    assert desk.get(f"{LIST}?lane=foreign").context["board"].lines == []
    assert desk.get(f"{LIST}?show=nonsense&lane=x").status_code == 200


def test_a_fragment_is_the_inside_of_the_page(desk):
    one = booked(TEN)
    sweep()
    for address in (LIST, url("", case_of(one))):
        whole, part = text_of(desk.get(address)), text_of(desk.get(address, headers=HTMX))
        assert "<html" not in part
        assert len(part) > 1000
        strip = [line.strip() for line in part.splitlines() if "csrf" not in line and line.strip()]
        assert [line for line in strip if line not in whole] == []


@pytest.mark.parametrize("address", [LIST, f"{LIST}?show=green", "/desk/arrivals/", "/desk/day/?day=2026-11-24"])
def test_lists_ask_the_same_number_of_questions_at_one_and_at_three_rows(desk, address):
    booked(NINE)
    booked(make.band(TUESDAY, "09:00"))
    sweep()
    desk.get(address)
    with CaptureQueriesContext(connection) as one:
        desk.get(address)
    for hour in ("09:30", "10:00"):
        booked(make.band(MONDAY, hour))
        booked(make.band(TUESDAY, hour))
    with clock.frozen(make.band(MONDAY, "15:00")):
        sweep(MONDAY, "15:00")
    with CaptureQueriesContext(connection) as three:
        desk.get(address)
    assert len(three) == len(one)


def test_a_file_asks_the_same_number_of_questions_with_more_family(desk):
    alone = booked(TEN)
    family = booked(TEN, plan=make.plan("PP-NEW", "PP-NEW", "PP-NEW"), people=tuple(make.person() for _ in range(3)))
    sweep()
    desk.get(url("", case_of(alone)))
    counts = []
    for case in (case_of(alone), Case.objects.filter(items__booking=family).first()):
        with CaptureQueriesContext(connection) as queries:
            desk.get(url("", case))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_looking_at_a_file_is_written_down_once_and_the_list_is_not(desk):
    one = booked(TEN)
    sweep()
    desk.get(LIST)
    assert reads("appointments.case.read") == 0
    desk.get(url("", case_of(one)))
    assert reads("appointments.case.read") == 1
    event = AuditEvent.objects.get(verb="appointments.case.read")
    assert (event.target_id, event.purpose) == (case_of(one).public_id, "窗口办理")


# -- searching -------------------------------------------------------------------------------------------------------
def test_a_name_becomes_an_address_and_a_whole_number_never(desk):
    person = make.person(name="刘晓婷")
    one = booked(TEN, people=(person,), phone="13800000026")
    booked(TEN, people=(make.person(name="王芳"),))
    sweep()
    found = desk.post("/desk/find/", {"q": "lxt"})
    assert found.url == url("", case_of(one)) + "?q=lxt"
    assert [line.code for line in desk.get(found.url).context["board"].lines] == [one.code]
    assert desk.post("/desk/find/", {"q": "nobody"}).url == "/desk/?q=nobody"
    for typed in (person.number, f" {person.number[:6]} {person.number[6:]}", "13800000026", "138-0000-0026"):
        page = desk.post("/desk/find/", {"q": typed})
        assert page.status_code == 200
        assert page.context["page"].case == case_of(one)
    assert desk.post("/desk/find/", {"q": "0026"}).url == url("", case_of(one)) + "?q=0026"
    assert [line.code for line in desk.get("/desk/?q=0026").context["board"].lines] == [one.code]
    assert person.number not in text_of(desk.get(url("", case_of(one))))


def test_a_code_leads_to_a_booking_of_long_ago(desk):
    one = booked(TEN)
    desk.post(reverse("desk:booking-cancel", args=[one.code]), {"reason": "来电取消"})
    spoken = f"{one.code[:4].lower()} {one.code[4:]}"
    page = desk.get(desk.post("/desk/find/", {"q": spoken}).url)
    assert [(line.code, line.verdict[0]) for line in page.context["board"].lines] == [(one.code, "已取消")]


def test_a_number_of_nobody_says_so(desk):
    page = desk.post("/desk/find/", {"q": make.resident_id()})
    assert page.status_code == 200
    assert "没有找到" in text_of(page)
    assert desk.post("/desk/find/", {"q": " "}).url == LIST


# -- one key each ----------------------------------------------------------------------------------------------------
def test_registering_opens_the_next_file_that_waits(desk, officer):
    first, second = booked(make.band(TUESDAY, "09:00")), booked(TEN)
    sweep()
    answer = press(desk, "register", case_of(first))
    assert answer.url == url("", case_of(second))
    case = case_of(first)
    assert (case.status, case.registered_by) == ("registered", officer)
    fragment = desk.post(url("register", case_of(second)), {"version": 1}, headers=HTMX)
    assert fragment["HX-Push-Url"] == url("", case_of(second))
    assert fragment.context["page"].case.status == "registered"


def test_the_whole_way_of_a_file(desk):
    one = booked(NINE)
    sweep()
    case = case_of(one)
    press(desk, "register", case)
    press(desk, "check-in", case)
    press(desk, "start", case)
    for paper in case.told["people"][0]["bring"]:
        press(desk, "tick", case, material=paper["code"], seen="1")
    press(desk, "accept", case, number="4211 8220 2611 2300 01")
    press(desk, "complete", case)
    case.refresh_from_db()
    one.refresh_from_db()
    assert (case.status, case.acceptance_number, one.status) == ("done", "421182202611230001", "done")
    assert case.ticks.count() == len(case.told["people"][0]["bring"])
    lines = [str(event.title) for event in desk.get(url("history", case)).context["events"]]
    assert lines[:3] == ["办完离开", "办结", "录入受理号"]
    assert "网上预约" in lines


def test_the_next_to_serve_is_the_family_then_who_waits_longest(desk):
    family = booked(
        NINE, plan=make.plan("PP-NEW", "PP-NEW"), people=(make.person(name="甲一"), make.person(name="甲二"))
    )
    other = booked(NINE, people=(make.person(name="乙"),))
    sweep()
    for one in (other, family):
        desk.post("/desk/arrivals/check-in/", {"code": one.code})
    first, second = Case.objects.filter(items__booking=family).order_by("pk")
    for n, (case, follower) in enumerate([(first, second), (second, case_of(other))]):
        press(desk, "start", case)
        press(desk, "accept", case, number=f"42118220261123{n:04d}")
        assert press(desk, "complete", case).url == url("", follower)


@pytest.mark.parametrize(
    ("verb", "data", "status", "words"),
    [
        ("accept", {"number": "123"}, 422, "受理号应为 8 到 40 位"),
        ("accept", {"number": "421182202611230001"}, 409, "不能改为「已受理」"),
        ("complete", {}, 409, "不能改为「已办结」"),
        ("tick", {"material": "M-XX", "seen": "1"}, 422, "清单里没有这一样"),
        ("correct", {"code": "x", "reason": ""}, 422, "请填写「依据"),
        ("second-trip", {"note": ""}, 422, "请选缺了哪一样"),
        ("tell", {}, 409, "没有要告知申请人的缺项"),
    ],
)
def test_a_refusal_is_said_and_changes_nothing(desk, verb, data, status, words):
    one = booked(TEN)
    sweep()
    case = case_of(one)
    answer = press(desk, verb, case, **data)
    assert answer.status_code == status
    assert words in text_of(answer)
    assert case_of(one).status == "prepared"


def test_a_colleague_was_faster(desk):
    one = booked(TEN)
    sweep()
    seen = case_of(one)
    press(client_of(make_user("window_officer", name="胡强")), "register", case_of(one))
    answer = desk.post(url("register", seen), {"version": seen.version}, headers=HTMX)
    assert answer.status_code == 409
    assert "胡强 刚刚（09:00）改过这份档案：登记建档。" in text_of(answer)
    assert answer["HX-Push-Url"] == url("", seen)


def test_correcting_needs_a_reason_and_turns_the_file_green(desk):
    one = filed(TEN)
    sweep()
    case = case_of(one)
    finding = case.findings.get()
    assert "本人申报为登记备案人员" in text_of(desk.get(url("", case) + "?do=correct"))
    press(desk, "correct", case, code=finding.code, reason="已看到单位同意函原件")
    case.refresh_from_db()
    finding.refresh_from_db()
    assert (case.level, finding.correction) == ("green", "已看到单位同意函原件")
    assert "（已更正）" in text_of(desk.get(url("", case)))


def test_a_second_trip_says_what_was_missed_and_which_question_failed(desk):
    one = booked(NINE)
    sweep()
    case = case_of(one)
    press(desk, "check-in", case)
    press(desk, "second-trip", case, material="M-ID", question="state_worker", note="忘在家里")
    trip = case.second_trips.get()
    assert (trip.material, trip.question, trip.note) == ("M-ID", "state_worker", "忘在家里")
    page = text_of(desk.get(url("", case)))
    assert "须再来：居民身份证" in page
    assert "您是登记备案的国家工作人员吗？" in page


def test_the_number_is_shown_and_copied_only_with_the_right_and_every_time_is_written_down(desk):
    person = make.person()
    one = booked(TEN, people=(person,))
    sweep()
    case = case_of(one)
    copied = desk.post(url("number", case))
    assert (copied.content.decode(), copied["Content-Type"]) == (person.number, "text/plain; charset=utf-8")
    shown = f"{person.number[:6]} {person.number[6:14]} {person.number[14:]}"
    assert shown in text_of(desk.post(url("reveal", case)))
    assert reads("appointments.case.number_read") == 2
    auxiliary = client_of(make_user("window_auxiliary", is_police=False))
    assert auxiliary.post(url("number", case)).status_code == 403
    assert "data-copy-from" not in text_of(auxiliary.get(url("", case)))
    assert desk.get(url("number", case)).status_code == 405


@pytest.mark.parametrize("role", ["audit_admin", "system_admin", "security_admin", "catalogue_keeper"])
def test_others_see_no_file(role):
    one = booked(TEN)
    sweep()
    client = client_of(make_user(role))
    for address in (LIST, url("", case_of(one)), reverse("desk:booking", args=[one.code]), "/desk/day/"):
        assert client.get(address).status_code == 403


def test_an_auxiliary_sees_no_button_of_a_decision():
    one = filed(NINE)
    sweep()
    page = text_of(client_of(make_user("window_auxiliary", is_police=False)).get(url("", case_of(one))))
    assert "登记建档</span>" not in page
    assert "更正结论" not in page
    assert "到场签到" in page


# -- many at once (T41) ----------------------------------------------------------------------------------------------
def test_thirty_registered_in_one_press_each_keep_their_own_trace(desk, officer):
    day = date(2026, 11, 24)
    starts = [make.band(day, hour) for hour in ("08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "14:30")]
    bookings = [booked(starts[n // 4], people=(make.person(name="刘明"),)) for n in range(30)]
    sweep()
    lines = desk.get(f"{LIST}?show=green").context["board"].lines
    stamps = [line.stamp for line in lines]
    assert len(stamps) == 30
    changed_before = dict(Case.objects.values_list("pk", "changed_at"))
    assert len(desk.post("/desk/register/?show=green", {"stamp": stamps}).context["picked"]) == 30
    with clock.frozen(make.band(MONDAY, "09:30")):
        results = client_of(officer).post("/desk/register/confirm/?show=green", {"stamp": stamps}).context["results"]
    assert [one.ok for one in results] == [True] * 30

    other = make_user("window_officer", name="胡强")
    one = bookings[7]
    old_phone = one.phone
    with clock.frozen(make.band(MONDAY, "16:00")):
        client_of(other).post(reverse("desk:booking-phone", args=[one.code]), {"phone": "0713-6200001"})

    for case in Case.objects.all():
        newest, *rest = history.of_case(case) if case != case_of(one) else history.of_case(case)[1:]
        assert (newest.who, [c.label for c in newest.changes]) == ("李静", ["状态"])
        assert (newest.changes[0].old, newest.changes[0].new) == ("待登记", "已登记建档")
        assert (case.registered_by, clock.local(case.registered_at).hour) == (officer, 9)
        assert case.changed_at > changed_before[case.pk]
        assert AuditEvent.objects.filter(verb="appointments.case.registered", target_id=case.public_id).count() == 1
        assert [version.kind for version in rest] == ["建立"]
    last = history.of_case(case_of(one))[0]
    assert (last.who, [change.label for change in last.changes]) == ("胡强", ["电话"])
    assert history.of_booking(one)[0].changes[0].label == "电话"
    yesterday = make.band(MONDAY, "10:00")
    assert case_of(one).history.as_of(yesterday).phone == old_phone
    assert case_of(one).phone == "0713-6200001"


def test_what_changed_after_it_was_shown_is_left_out_of_the_preview(desk):
    one = booked(TEN)
    sweep()
    stamp = desk.get(f"{LIST}?show=green").context["board"].lines[0].stamp
    cases.save(case_of(one))
    page = desk.post("/desk/register/?show=green", {"stamp": [stamp]})
    assert "还没有勾选，或勾选的档案刚刚有变化。" in text_of(page)


def test_a_cancelled_visit_leaves_list_and_counts(desk):
    one = filed(TEN)
    sweep()
    assert desk.get(LIST).context["board"].work.count("exceptions") == 1
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        desk.post(reverse("desk:booking-cancel", args=[one.code]), {"reason": "来电取消"})
        board = desk.get(LIST).context["board"]
        assert (board.lines, board.work.count("exceptions"), len(board.cancelled)) == ([], 0, 1)
