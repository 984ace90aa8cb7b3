"""Refusals carry a code, a sentence and a status."""

from django.utils import translation

from wuxue_exit_entry.kernel.errors import BusinessError, NotFound, NotPermitted


def test_business_error_keeps_what_it_was_given():
    error = BusinessError("slot_full", "满了。", "start", details={"nearest": [1]}, status=409)
    assert (error.code, error.message, error.field, error.details, error.status) == (
        "slot_full",
        "满了。",
        "start",
        {"nearest": [1]},
        409,
    )


def test_business_error_is_a_conflict_unless_said_otherwise():
    assert BusinessError("x", "y").status == 409


def test_not_permitted_and_not_found_need_no_words():
    with translation.override("zh-hans"):
        assert (NotPermitted().status, str(NotPermitted().message)) == (403, "您没有办理这件事的权限。")
        assert (NotFound().status, str(NotFound().message)) == (404, "没有找到您要的内容。")


def test_not_found_takes_its_own_sentence():
    error = NotFound("没有这个预约。", code="booking_not_found")
    assert (error.code, error.message, error.status) == ("booking_not_found", "没有这个预约。", 404)


def test_not_permitted_is_caught_as_business_error():
    assert isinstance(NotPermitted(), BusinessError)
