import pytest

from wuxue_exit_entry.privacy import masks


def test_masks_of_single_values():
    assert masks.mask_number("421182199003072035") == "4211 **** **** 2035"
    assert masks.mask_number("E12345678") == "E1 **** 78"
    assert masks.mask_number("1234") == "****"
    assert masks.mask_phone("13800000026") == "138 **** 0026"
    assert masks.mask_phone("0713-6200001") == "0713-**** 001"
    assert masks.mask_name("刘小明") == "刘**"
    assert masks.mask_name("") == ""
    assert masks.mask_recipient("anna@example.org") == "a***@example.org"


@pytest.mark.parametrize(
    "number",
    [
        "421182199003072035",
        "42118219900307203X",
        "421182 19900307 2035",
        "421182 1990 0307 2035",
        "421182-1990-0307-2035",
        "４２１１８２１９９００３０７２０３５",
        "810000199408230021",
        "13800000026",
        "138 0000 0026",
        "+86 138-0000-0026",
        "0713-6200001",
        "E12345678",
        "EA1234567",
        "H1234567890",
        "C03005988",
        "FRA123456789012",
        "anna.smith@example.org",
    ],
)
@pytest.mark.parametrize("around", ["{}", "号码{}。", "number={}, done", '{{"n": "{}"}}', "/x/{}/y"])
def test_free_text_loses_every_number(number, around):
    masked = masks.mask_text(around.format(number))
    assert number not in masked
    assert "***" in masked


@pytest.mark.parametrize(
    "harmless",
    [
        "2026-09-21T10:05:00+08:00",
        "7K3M92PD",
        "3f9a0c1d2e4b5a6978",
        "booking 1234567",
        "1.1380000002600",
        "9月21日 10:00",
    ],
)
def test_harmless_text_stays(harmless):
    assert masks.mask_text(harmless) == harmless


def test_values_are_masked_however_deep():
    assert masks.mask_values({"a": [{"b": "13800000026"}], "13800000026": 1, "n": 13800000026, "ok": 17}) == {
        "a": [{"b": "138 **** 0026"}],
        "138 **** 0026": 1,
        "n": "138 **** 0026",
        "ok": 17,
    }
