"""One-time codes."""

from datetime import timedelta

import pytest

from appointments.booking import phone_codes
from appointments.booking.models import PhoneCode
from tests.support import pages
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging.models import Message

PHONE = "13800000026"


def _send(language: str = "zh-hans") -> str:
    phone_codes.send_code(phone=PHONE, language=language)
    return pages.last_code(PHONE)


def _refusal(typed: str) -> str:
    with pytest.raises(BusinessError) as refused:
        phone_codes.verify_code(phone=PHONE, typed=typed)
    return refused.value.code


def _wrong(right: str) -> str:
    return "000000" if right != "000000" else "111111"


def test_the_right_code_is_taken_once(db: None) -> None:
    code = _send()
    phone_codes.verify_code(phone=PHONE, typed=f" {code[:3]} {code[3:]} ")
    assert _refusal(code) == "code_over"


def test_only_a_hash_is_kept_and_the_message_is_sealed(db: None) -> None:
    code = _send()
    row = PhoneCode.objects.get()
    assert code not in row.code_hash
    assert row.code_hash != code


def test_five_wrong_tries_end_a_code(db: None) -> None:
    code = _send()
    assert [_refusal(_wrong(code)) for _ in range(6)] == ["code_wrong"] * 5 + ["code_over"]
    assert _refusal(code) == "code_over"


def test_two_hundred_tries_are_too_many(db: None) -> None:
    code = _send()
    assert [_refusal(_wrong(code)) for _ in range(200)][-1] == "too_many"


def test_a_code_ends_after_ten_minutes(db: None) -> None:
    with clock.frozen(clock.now()):
        code = _send()
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert _refusal(code) == "code_over"


def test_a_code_of_another_phone_is_none(db: None) -> None:
    code = _send()
    with pytest.raises(BusinessError):
        phone_codes.verify_code(phone="13900000000", typed=code)


def test_a_late_message_still_counts_after_a_second_was_asked_for(db: None) -> None:
    first = _send()
    _send()
    phone_codes.verify_code(phone=PHONE, typed=first)


def test_a_phone_gets_few_codes(db: None) -> None:
    for _ in range(phone_codes.SENDS_PER_HOUR):
        _send()
    with pytest.raises(BusinessError) as refused:
        _send()
    assert refused.value.status == 429
    assert Message.objects.count() == phone_codes.SENDS_PER_HOUR


@pytest.mark.parametrize("typed", ["", "😀", "1" * 40, "１２３", "'; --"])
def test_nonsense_is_a_wrong_code(db: None, typed: str) -> None:
    _send()
    assert _refusal(typed) == "code_wrong"


def test_the_message_is_urgent_and_in_the_readers_language(db: None) -> None:
    _send("en")
    message = Message.objects.get()
    assert message.urgent
    assert message.body.startswith("Your code is ")
