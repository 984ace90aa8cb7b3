"""One shape of error for whatever goes wrong, and never a 500 for bad input."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as ModelInvalid
from django.http import Http404
from django.test import RequestFactory
from rest_framework import exceptions, serializers
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.response import Response

from wuxue_exit_entry.kernel.errors import BusinessError, NotFound, NotPermitted
from wuxue_exit_entry.ui import api


class Person(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=20)


class Booking(serializers.Serializer[Any]):
    band = serializers.DateTimeField()
    people = Person(many=True)


@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
def book(request: Any) -> Response:
    Booking(data=request.data).is_valid(raise_exception=True)
    return Response({"ok": True})


def answer(error: Exception) -> tuple[int, dict[str, Any]]:
    response = api.exception_handler(error, {})
    assert response is not None
    assert set(response.data) == {"code", "message", "field", "details"}
    return response.status_code, response.data


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (BusinessError("slot_full", "满了", "band", details={"nearest": []}), 409, "slot_full"),
        (BusinessError("too_many", "慢些", status=429), 429, "too_many"),
        (NotPermitted(), 403, "not_permitted"),
        (NotFound(), 404, "not_found"),
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "not_permitted"),
        (exceptions.NotAuthenticated(), 401, "not_signed_in"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.UnsupportedMediaType("text/xml"), 415, "unsupported_media_type"),
        (exceptions.Throttled(30), 429, "too_many"),
        (exceptions.ParseError(), 400, "parse_error"),
        (RequestDataTooBig(), 413, "too_large"),
        (ModelInvalid({"name": ["太长"]}), 400, "invalid"),
    ],
)
def test_error_has_its_status_and_code(error: Exception, status: int, code: str) -> None:
    assert (answer(error)[0], answer(error)[1]["code"]) == (status, code)


def test_unforeseen_error_is_left_to_django() -> None:
    assert api.exception_handler(RuntimeError("bug"), {}) is None


def test_throttle_says_when_to_come_back() -> None:
    response = api.exception_handler(exceptions.Throttled(30), {})

    assert response is not None
    assert response["Retry-After"] == "30"


def test_nested_validation_names_the_field() -> None:
    response = post({"band": "2026-11-26T09:30:00+08:00", "people": [{"name": "甲"}, {"name": "x" * 30}]})

    assert response.status_code == 400
    assert response.data["field"] == "people.1.name"
    assert response.data["code"] == "max_length"
    assert list(response.data["details"]["fields"]) == ["people.1.name"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b'{"band": "\\u0000", "people": []}',
        b'{"band": "x", "people": [{"name": "\\ud800"}]}', b"[" * 100_000, b'{"a":' * 50_000, b'{"band": NaN}',
        b'{"band": ' + b"9" * 6000 + b"}", b'{"people": {"a": 1}}', b'{"people": [[[]]]}', b'{"band": 1e999}',
    ],
    ids=lambda b: b[:12].decode("latin-1"),
)  # fmt: skip
def test_bad_body_is_a_400(body: bytes) -> None:
    response = post_bytes(body)

    assert response.status_code == 400
    assert set(response.data) == {"code", "message", "field", "details"}
    response.render()


def post(data: Any) -> Response:
    return post_bytes(json.dumps(data).encode())


def post_bytes(body: bytes) -> Response:
    request = RequestFactory().post("/api/v1/x/", body, content_type="application/json")
    return book(request)
