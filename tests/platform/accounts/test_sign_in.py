"""Signing in: lock-out, second factor, sessions that end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from tests.factories.accounts import PASSWORD, make_user
from wuxue_exit_entry.accounts import services
from wuxue_exit_entry.accounts.models import TotpDevice, User
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock

SIGN_IN, SECOND, ENROL, ME = (reverse(f"accounts:{name}") for name in ("sign-in", "second-step", "enrol", "me"))


@pytest.fixture
def officer():
    return make_user("window_officer", username="li")


@pytest.fixture
def real(settings):
    """Outside demo mode: two factors."""
    settings.DEMO_MODE = False


def give_password(client, password=PASSWORD, username="li", address="10.0.0.1", **query):
    return client.post(SIGN_IN, {"username": username, "password": password}, query_params=query, REMOTE_ADDR=address)


def code_of(device, at=None):
    return f"{totp(bytes.fromhex(device.secret), t0=0, drift=0) if at is None else at:06d}"


def device_of(user):
    return TotpDevice.objects.create(user=user, name="手机", confirmed=True)


def is_signed_in(client):
    return client.get(ME).status_code == 200


@pytest.mark.django_db
def test_password_alone_signs_in_in_demo_mode_only(client, officer):
    assert give_password(client).status_code == 302
    assert is_signed_in(client)


@pytest.mark.django_db
def test_the_user_name_is_forgiven_its_capitals(client, officer):
    give_password(client, username=" LI ")
    assert is_signed_in(client)


@pytest.mark.django_db
def test_the_session_key_changes_at_sign_in(client, officer):
    client.get(SIGN_IN)
    client.session["x"] = 1
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    give_password(client)
    assert client.session.session_key != before


@pytest.mark.django_db
def test_sign_in_returns_to_the_page_asked_for_but_never_elsewhere(client, officer):
    assert give_password(client, next="/accounts/duty/").url == "/accounts/duty/"
    client.post(reverse("accounts:sign-out"))
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert give_password(Client(), next=elsewhere).url == reverse("accounts:landing")


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["unknown", "wrong", "closed"])
def test_the_refusal_is_the_same_for_everybody(client, officer, case):
    if case == "closed":
        User.objects.update(is_active=False)
    answer = give_password(
        client, PASSWORD if case != "wrong" else "wrong password", username="nobody" if case == "unknown" else "li"
    )
    assert answer.status_code == 422
    assert "用户名或密码不对，或账号已停用。" in answer.content.decode()


@pytest.mark.django_db
def test_a_failed_sign_in_is_in_the_audit_without_the_typed_name(client, officer):
    give_password(client, "wrong password", username="my-secret-password")
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.target_id) == ("accounts.sign_in.failed", "")
    assert "my-secret" not in str(list(AuditEvent.objects.values()))


@pytest.mark.django_db
def test_five_wrong_passwords_lock_this_address_and_no_other(client, officer):
    for _ in range(4):
        assert give_password(client, "wrong password").status_code == 422
    assert give_password(client, "wrong password").status_code == 429
    locked = give_password(client)
    assert locked.status_code == 429
    assert "15 分钟" in locked.content.decode()
    assert not is_signed_in(client)
    elsewhere = Client()
    give_password(elsewhere, address="10.0.0.2")
    assert is_signed_in(elsewhere)


@pytest.mark.django_db
def test_a_name_that_does_not_exist_locks_alike(client):
    answers = [give_password(client, "wrong password", username="ghost").status_code for _ in range(6)]
    assert answers == [422] * 4 + [429] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["421182199003072035", "13800000001", "刘晓婷"])
def test_a_number_typed_as_name_locks_and_is_not_kept(client, typed):
    answers = [give_password(client, "wrong password", username=typed).status_code for _ in range(6)]
    assert answers == [422] * 4 + [429] * 2
    assert typed not in str(list(AccessAttempt.objects.values()))


@pytest.mark.django_db
def test_the_security_administrator_unlocks(client, officer):
    for _ in range(6):
        give_password(client, "wrong password")
    services.unlock(actor=make_user("security_admin", is_police=False).as_actor(), user=officer)
    give_password(client)
    assert is_signed_in(client)


@pytest.mark.django_db
def test_one_address_cannot_try_many_names(client):
    answers = [give_password(client, "wrong password", username=f"u{n}").content.decode() for n in range(61)]
    assert "操作太频繁" in answers[-1]
    assert "操作太频繁" not in answers[-2]


@pytest.mark.django_db
def test_without_the_second_factor_there_is_no_session(client, officer, real):
    device_of(officer)
    assert give_password(client).url == SECOND
    assert SESSION_KEY not in client.session
    assert not is_signed_in(client)
    assert client.get(ENROL).url == SECOND


@pytest.mark.django_db
def test_the_right_code_signs_in_and_is_worth_nothing_again(client, officer, real):
    device = device_of(officer)
    give_password(client)
    code = code_of(device)
    assert client.post(SECOND, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    assert is_signed_in(client)
    second = Client()
    give_password(second)
    replay = second.post(SECOND, {"code": code})
    assert replay.status_code == 422
    assert not is_signed_in(second)


def test_one_code_at_two_places_at_once_opens_one(committed_db, settings):
    settings.DEMO_MODE = False
    user = make_user("window_officer", username="li")
    code = code_of(device_of(user))

    def enter(_):
        try:
            client = Client()
            give_password(client)
            return client.post(SECOND, {"code": code}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(enter, range(4))) == [302, 422, 422, 422]


@pytest.mark.django_db
def test_a_wrong_code_makes_the_next_try_wait(client, officer, real):
    device = device_of(officer)
    give_password(client)
    wrong = f"{(int(code_of(device)) + 1) % 1_000_000:06d}"
    assert client.post(SECOND, {"code": wrong}).status_code == 422
    assert client.post(SECOND, {"code": code_of(device)}).status_code == 422  # within the second it must wait
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


@pytest.mark.django_db
def test_the_first_step_lasts_five_minutes(client, officer, real):
    device = device_of(officer)
    give_password(client)
    with clock.frozen(clock.now() + timedelta(minutes=5, seconds=1)):
        assert client.post(SECOND, {"code": code_of(device)}).url == SIGN_IN


@pytest.mark.django_db
def test_an_account_closed_between_the_steps_stays_out(client, officer, real):
    device = device_of(officer)
    give_password(client)
    User.objects.update(is_active=False)
    assert client.post(SECOND, {"code": code_of(device)}).url == SIGN_IN
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_an_account_without_phone_enrols_before_anything_else(client, officer, real):
    give_password(client)
    assert client.get(SECOND).url == ENROL
    page = client.get(ENROL).content.decode()
    device = TotpDevice.objects.get(user=officer, confirmed=False)
    assert "<svg" in page
    assert device.shown_secret in page
    assert client.get(ENROL).content.decode().count(device.shown_secret) == 1
    assert client.post(ENROL, {"code": code_of(device)}).status_code == 302
    assert is_signed_in(client)
    assert TotpDevice.objects.get(user=officer).confirmed


@pytest.mark.django_db
def test_each_sign_in_draws_its_own_secret_until_one_is_confirmed(client, officer, real):
    give_password(client)
    client.get(ENROL)
    seen = TotpDevice.objects.get(user=officer).secret
    other = Client()
    give_password(other)
    other.get(ENROL)
    assert TotpDevice.objects.get(user=officer).secret != seen


@pytest.mark.django_db
def test_a_password_session_of_demo_mode_dies_outside_it(client, officer, settings):
    give_password(client)
    settings.DEMO_MODE = False
    assert "why=factor" in client.get(ME).url


@pytest.mark.django_db
def test_the_secret_is_sealed_in_the_table(officer):
    device = device_of(officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_totpdevice")
        stored = cursor.fetchone()[0]
    assert device.secret not in stored
    assert stored.startswith("1:")


@pytest.mark.django_db
def test_reset_factor_ends_sessions_and_enrols_anew(client, officer, real):
    device = device_of(officer)
    give_password(client)
    client.post(SECOND, {"code": code_of(device)})
    services.reset_factor(actor=make_user("security_admin", is_police=False).as_actor(), user=officer)
    assert not is_signed_in(client)
    give_password(client)
    assert client.get(SECOND).url == ENROL


@pytest.mark.django_db
def test_idle_for_a_quarter_of_an_hour_signs_out_and_says_so(client, officer):
    start = clock.now()
    with clock.frozen(start):
        give_password(client)
    with clock.frozen(start + timedelta(minutes=14)):
        assert is_signed_in(client)
    with clock.frozen(start + timedelta(minutes=28)):
        assert is_signed_in(client)
    with clock.frozen(start + timedelta(minutes=43)):
        answer = client.get(ME)
        assert "why=idle" in answer.url
        assert "已自动退出" in client.get(answer.url).content.decode()


@pytest.mark.django_db
def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(client, officer):
    start = clock.now()
    with clock.frozen(start):
        give_password(client)
    for minute in range(1, 15):
        with clock.frozen(start + timedelta(minutes=minute)):
            client.get(ME, headers={"X-Background": "1"})
    with clock.frozen(start + timedelta(minutes=15)):
        assert "why=idle" in client.get(ME).url


@pytest.mark.django_db
def test_after_ten_hours_even_the_busy_sign_in_again(client, officer):
    start = clock.now()
    with clock.frozen(start):
        give_password(client)
    for minutes in range(10, 600, 10):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert is_signed_in(client)
    with clock.frozen(start + timedelta(hours=10)):
        assert "why=age" in client.get(ME).url


@pytest.mark.django_db
def test_a_closed_account_is_out_at_its_next_request(client, officer):
    give_password(client)
    services.set_active(
        actor=make_user("system_admin", is_police=False).as_actor(), user=officer, active=False, reason="调离"
    )
    assert "why=closed" in client.get(ME).url


@pytest.mark.django_db
def test_end_sessions_ends_all_of_them(officer):
    clients = [Client(), Client()]
    for one in clients:
        give_password(one)
    services.end_sessions(actor=make_user("security_admin", is_police=False).as_actor(), user=officer)
    assert [is_signed_in(one) for one in clients] == [False, False]


@pytest.mark.django_db
def test_a_role_taken_away_counts_at_the_next_request(client):
    admin = make_user("system_admin", username="li", is_police=False)
    give_password(client)
    assert client.get(reverse("accounts:user-list")).status_code == 200
    User.objects.filter(pk=admin.pk).update(roles=[])
    assert client.get(reverse("accounts:user-list")).status_code == 403


@pytest.mark.django_db
def test_sign_out_only_by_post_and_clears_the_browser(client, officer):
    give_password(client)
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    answer = client.post(reverse("accounts:sign-out"))
    assert "cache" in answer["Clear-Site-Data"]
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_a_given_password_must_be_changed_before_anything_else(client, officer):
    User.objects.update(must_change_password=True)
    give_password(client)
    change = reverse("accounts:password")
    assert client.get(reverse("accounts:roster")).url == change
    new = "four words nobody guesses"
    data = {"old": PASSWORD, "new": new, "again": new}
    assert client.post(change, data).status_code == 302
    assert is_signed_in(client)
    officer.refresh_from_db()
    assert officer.check_password(new)


@pytest.mark.django_db
def test_a_new_password_ends_the_other_sessions(officer):
    here, there = Client(), Client()
    for one in (here, there):
        give_password(one)
    new = "four words nobody guesses"
    here.post(reverse("accounts:password"), {"old": PASSWORD, "new": new, "again": new})
    assert [is_signed_in(here), is_signed_in(there)] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("short", "short", "12"),
        ("password1234", "password1234", "常见"),
        (PASSWORD, PASSWORD, "不能和现在的一样"),
        ("four words nobody guesses", "four words nobody knows", "不一样"),
    ],
)
def test_poor_new_passwords_are_refused(client, officer, new, again, words):
    give_password(client)
    answer = client.post(reverse("accounts:password"), {"old": PASSWORD, "new": new, "again": again})
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_an_htmx_request_without_session_gets_the_whole_sign_in_page(client):
    answer = client.get(ME, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/duty/"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == f"{SIGN_IN}?next=%2Faccounts%2Fduty%2F"
