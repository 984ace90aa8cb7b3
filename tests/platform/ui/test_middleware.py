"""Headers, the size of requests, refusals and error pages."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui import middleware, shell, views

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class SignedIn:
    is_authenticated = True


def through(request: HttpRequest, response: HttpResponse | None = None) -> Any:
    given = response or HttpResponse("ok")
    return middleware.security_headers(middleware.body_limit(lambda _request: given))(request)


def test_headers_of_every_answer() -> None:
    response = through(RequestFactory().get("/"))

    assert response["Content-Security-Policy"] == CSP
    assert "unsafe" not in CSP
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cache-Control"] == "no-store"


def test_public_page_may_allow_caching() -> None:
    cached = HttpResponse("guide", headers={"Cache-Control": "max-age=60"})

    assert through(RequestFactory().get("/"), cached)["Cache-Control"] == "max-age=60"


def test_nothing_personal_is_cached_whatever_the_view_says() -> None:
    signed_in, posted = RequestFactory().get("/"), RequestFactory().post("/")
    signed_in.user, posted.user = SignedIn(), AnonymousUser()

    for request in (signed_in, posted):
        cached = HttpResponse("x", headers={"Cache-Control": "max-age=60"})
        assert through(request, cached)["Cache-Control"] == "no-store"


def test_large_text_mode_is_kept_for_a_year() -> None:
    response = through(RequestFactory().get("/?mode=elder"))

    assert response.cookies["mode"].value == "elder"
    assert response.cookies["mode"]["max-age"] == 365 * 24 * 3600


@pytest.mark.parametrize("asked", ["", "?mode=", "?mode=<script>", "?mode=huge"])
def test_unknown_mode_is_not_kept(asked: str) -> None:
    assert "mode" not in through(RequestFactory().get(f"/{asked}")).cookies


def test_body_over_the_limit_is_refused_as_json_to_programs() -> None:
    request = RequestFactory().post("/api/v1/x/", b"x" * (5 * 1024 * 1024), content_type="application/json")

    response = through(request)

    assert response.status_code == 413
    assert b'"too_large"' in response.content


def test_body_over_the_limit_is_refused_as_page_to_people() -> None:
    request = RequestFactory().post(
        "/x/", b"x" * (settings.BODY_LIMIT_BYTES + 1), content_type="application/x-www-form-urlencoded"
    )

    assert through(request).status_code == 413


def test_upload_has_a_limit_of_its_own() -> None:
    def upload(size: int) -> int:
        form = "multipart/form-data; boundary=b"
        return through(RequestFactory().post("/x/", b"x" * size, content_type=form)).status_code

    assert upload(settings.BODY_LIMIT_BYTES + 1) == 200
    assert upload(settings.UPLOAD_LIMIT_BYTES + 1) == 413


def test_body_of_unknown_length_is_refused() -> None:
    request = RequestFactory().post("/api/v1/x/", HTTP_TRANSFER_ENCODING="chunked")
    del request.META["CONTENT_LENGTH"]

    assert through(request).status_code == 411


@pytest.mark.parametrize("path", ["/x/?q=%00", "/x\x00/"])
def test_nul_in_the_address_is_refused(path: str) -> None:
    request = RequestFactory().get("/x/")
    request.path, _, request.META["QUERY_STRING"] = path.partition("?")

    assert through(request).status_code == 400


def test_refusal_outside_a_form_becomes_its_page() -> None:
    handler = middleware.business_errors(lambda _request: HttpResponse())
    error = BusinessError("needs_desk", "请到窗口办理。", status=409)

    page = handler.process_exception(RequestFactory().get("/x/"), error)  # type: ignore[attr-defined]
    answer = handler.process_exception(RequestFactory().get("/api/x/"), error)  # type: ignore[attr-defined]

    assert page.status_code == answer.status_code == 409
    assert "请到窗口办理。" in page.content.decode()
    assert "12367" in page.content.decode()
    assert answer["Content-Type"] == "application/json"
    assert handler.process_exception(RequestFactory().get("/"), ValueError()) is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.page_not_found, 404), (views.permission_denied, 403), (views.bad_request, 400), (views.too_large, 413),
        (views.csrf_failure, 403), (views.too_many, 429), (views.server_error, 500), (views.length_required, 411),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_error_page_helps_in_both_languages(view: Any, status: int, language: str) -> None:
    with translation.override(language):
        response = view(RequestFactory().get("/x/"))

    text = response.content.decode()
    assert response.status_code == status
    assert "12367" in text
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in text
    assert str(status) in text


def test_size_that_django_refuses_is_a_413() -> None:
    assert views.bad_request(RequestFactory().post("/x/"), RequestDataTooBig()).status_code == 413


def test_server_error_survives_a_broken_template(monkeypatch: pytest.MonkeyPatch) -> None:
    with override_settings(TEMPLATES=[]):
        response = views.server_error(RequestFactory().get("/x/"))

    assert response.status_code == 500
    assert "12367" in response.content.decode()


def test_server_error_names_the_hall_without_asking_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shell._last, "hall", shell.HallContact(phone="0713-620 0000"))
    monkeypatch.setitem(shell._providers, "hall", lambda _request: 1 / 0)

    assert "tel:07136200000" in views.server_error(RequestFactory().get("/x/")).content.decode()


def test_gallery_exists_in_demonstration_only(client: Client) -> None:
    assert client.get("/ui/").status_code == 200
    with override_settings(DEMO_MODE=False, DEBUG=False):
        assert client.get("/ui/").status_code == 404
