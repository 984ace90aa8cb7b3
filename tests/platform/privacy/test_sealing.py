import pytest
from django.core.exceptions import ImproperlyConfigured

from wuxue_exit_entry.privacy import keys, sealing

OLD, NEW = "a1" * 32, "b2" * 32


@pytest.fixture(autouse=True)
def one_key(settings):
    settings.SEALING_KEYS = OLD


def test_seal_opens_again():
    sealed = sealing.seal("a.b", "421182199003072035")
    assert sealed.startswith("1:1:")
    assert "421182" not in sealed
    assert sealing.unseal("a.b", sealed) == "421182199003072035"


def test_seal_is_deterministic():
    assert sealing.seal("a.b", "刘𠮷") == sealing.seal("a.b", "刘𠮷")


def test_seal_is_bound_to_its_purpose():
    sealed = sealing.seal("a.b", "E12345678")
    assert sealed != sealing.seal("a.c", "E12345678")
    with pytest.raises(sealing.SealBrokenError):
        sealing.unseal("a.c", sealed)


@pytest.mark.parametrize("broken", ["clear", "1:1:", "1:1:AAAA", "2:1:AAAA", "1:9:AAAA", "1:1:not base64!"])
def test_unseal_refuses_what_was_not_sealed(broken):
    with pytest.raises(sealing.SealBrokenError):
        sealing.unseal("a.b", broken)


def test_every_changed_sign_is_noticed():
    sealed = sealing.seal("a.b", "13800000026")
    for place in range(4, len(sealed)):
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        try:
            opened = sealing.unseal("a.b", changed)
        except sealing.SealBrokenError:
            continue
        # The last sign of base64 may carry unused bits.
        assert opened == "13800000026"
        assert place >= len(sealed.rstrip("=")) - 1


def test_empty_text_stays_empty():
    assert sealing.seal("a.b", "") == ""
    assert sealing.unseal("a.b", "") == ""


def test_older_key_still_opens_and_newest_seals(settings):
    sealed = sealing.seal("a.b", "E12345678")
    settings.SEALING_KEYS = f"2:{NEW},1:{OLD}"
    assert sealing.unseal("a.b", sealed) == "E12345678"
    assert sealing.seal("a.b", "E12345678").startswith("1:2:")


def test_missing_key_says_which(settings):
    sealed = sealing.seal("a.b", "E12345678")
    settings.SEALING_KEYS = f"2:{NEW}"
    with pytest.raises(sealing.SealBrokenError, match="'1'"):
        sealing.unseal("a.b", sealed)


@pytest.mark.parametrize("text", ["", "xyz", "ab" * 8, f"1:{OLD},1:{NEW}", f"a:b:{OLD}"])
def test_bad_key_settings_are_refused(settings, text):
    settings.SEALING_KEYS = text
    with pytest.raises(ImproperlyConfigured):
        keys.all_keys()


def test_no_two_uses_share_a_key():
    key = keys.newest()
    assert key.derived("sealed values") != key.derived("attachments")
    assert OLD not in repr(key)
