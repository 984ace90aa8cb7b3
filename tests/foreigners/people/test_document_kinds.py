"""Our keys and the national codes."""

from datetime import date

import pytest
from django.utils import translation

from foreigners.people import document_kinds as kinds
from foreigners.people import stay_until
from foreigners.people.document_kinds import Family, Holder
from wuxue_exit_entry.kernel import mrz

TODAY = date(2026, 11, 25)
DOCUMENT_FAMILIES = (Family.GA59, Family.GAT517)
VISA_FAMILIES = (Family.GAT704_8, Family.LAW2013)


@pytest.mark.parametrize(
    ("family", "code", "key"),
    [
        (Family.GA59, "14", "passport"),
        (Family.GA59, "24", "hk_macao_permit"),
        (Family.GA59, "16", "taiwan_permit"),
        (Family.GA59, "34", "pr_card"),
        (Family.GA59, "70", "hk_passport"),
        (Family.GA59, "22", "cn_hk_macao_permit"),
        (Family.GA59, "3p", "visa_ordinary"),
        (Family.GA59, "98", ""),
        (Family.GAT517, "414", "passport"),
        (Family.GAT517, "516", "hk_macao_permit"),
        (Family.GAT517, "511", "taiwan_permit"),
        (Family.GAT517, "553", "pr_card"),
        (Family.GAT517, "990", "other"),
        (Family.LAW2013, "M", "visa_M_trade"),
        (Family.LAW2013, "R", "visa_R_talent"),
        (Family.LAW2013, "S1", "visa_S1_private"),
        (Family.LAW2013, "q2", "visa_Q2_family"),
        (Family.GAT704_8, "M", "visa_free"),
        (Family.GAT704_8, "S", "apec_card"),
        (Family.GAT704_8, "Q", "other"),
        (Family.GAT704_8, "R", "permit_other"),
        (Family.GAT704_8, "T", "visa_L_group"),
    ],
)
def test_codes_that_come_in(family, code, key):
    assert kinds.key_for(code, family, TODAY) == key


@pytest.mark.parametrize(
    ("key", "family", "code"),
    [
        ("cn_passport", Family.GA59, "14"),
        ("hk_macao_permit_foreign", Family.GA59, "24"),
        ("hmt_residence", Family.GA59, "99"),
        ("cn_hk_macao_permit", Family.GA59, "21"),
        ("permit_study", Family.GAT704_8, "R"),
        ("visa_free_30", Family.GAT704_8, "M"),
        ("visa_M_trade", Family.GAT704_8, "F"),
        ("visa_X2_study", Family.GAT704_8, "X"),
        ("permit_work", Family.LAW2013, ""),
    ],
)
def test_codes_that_go_out(key, family, code):
    assert kinds.code_for(key, family, TODAY) == code


@pytest.mark.parametrize(("day", "key"), [(date(2025, 9, 30), ""), (date(2025, 10, 1), "visa_K_talent")])
def test_codes_have_days_of_validity(day, key):
    assert kinds.key_for("K", Family.LAW2013, day) == key
    assert ("visa_K_talent" in {kind.key for kind in kinds.offered_visas(day)}) == bool(key)


@pytest.mark.parametrize("family", DOCUMENT_FAMILIES)
def test_every_kind_of_document_has_a_code_to_send(family):
    assert [key for key in kinds.document_kinds() if not kinds.code_for(key, family)] == []


def test_every_kind_of_visa_has_a_letter_of_2007_except_where_none_is_needed():
    assert [key for key in kinds.visa_kinds() if not kinds.code_for(key, Family.GAT704_8)] == ["not_needed"]


@pytest.mark.parametrize("family", list(Family))
def test_codes_name_known_keys_once(family):
    known = kinds.document_kinds() if family in DOCUMENT_FAMILIES else kinds.visa_kinds()
    rows = kinds.codes(family)
    assert {row.key for row in rows} <= set(known)
    assert {row.source for row in rows} <= {"V", "V2", "B"}
    coming = [row.code for row in rows if row.direction != "out"]
    assert len(coming) == len(set(coming))


def test_grounds_of_stay_are_known():
    named = {kind.basis for kind in kinds.document_kinds().values()} | {
        kind.basis for kind in kinds.visa_kinds().values()
    }
    assert named - {""} <= set(stay_until.bases())


@pytest.mark.parametrize("table", [kinds.document_kinds, kinds.visa_kinds])
def test_labels_in_both_languages(table):
    shown = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            shown.append([str(kind.label) for kind in table().values()])
    assert all(zh != en for zh, en in zip(*shown, strict=True))
    assert all(len(set(labels)) == len(labels) for labels in shown)


@pytest.mark.parametrize("kind", [kind for kind in mrz.Kind if kind != mrz.Kind.VISA])
def test_what_a_zone_says_is_one_of_our_kinds(kind):
    assert kind.value in kinds.document_kinds()


@pytest.mark.parametrize(
    ("holder", "first"),
    [(Holder.FOREIGNER, "passport"), (Holder.HONG_KONG, "hk_macao_permit"), (Holder.TAIWAN, "taiwan_permit")],
)
def test_what_is_offered(holder, first):
    offered = kinds.offered_documents(holder)
    assert offered[0].key == first
    assert all(holder in kind.holders for kind in offered)
    assert "resident_id" not in {kind.key for kind in kinds.offered_documents()}


@pytest.mark.parametrize(
    ("kind", "typed", "number", "key", "code"),
    [
        ("hk_macao_permit", "h0123 4567 02", "H0123456702", "H01234567", ""),
        ("hk_macao_permit", "H0123", "H0123", "H0123", "hk_macao_permit_form"),
        ("taiwan_permit", "01234567", "01234567", "01234567", ""),
        ("passport", "e-1234567", "E1234567", "E1234567", ""),
        ("passport", "", "", "", "number_empty"),
        ("pr_card", "942840198802140017", "942840198802140017", "942840198802140017", ""),
        ("pr_card", "942840198802140018", "942840198802140018", "942840198802140018", "checksum"),
        ("seafarer", "ab 12", "AB12", "AB12", ""),
        ("seafarer", "№12", "№12", "№12", "number_form"),
        ("seafarer", " ", "", "", "number_empty"),
        ("hk_macao_permit_foreign", "h01234567", "H01234567", "H01234567", ""),
        ("unheard_of", "A1234", "A1234", "A1234", ""),
    ],
)
def test_numbers(kind, typed, number, key, code):
    found = kinds.check_number(kind, typed, today=TODAY)
    assert (found.number, found.key, found.code, found.is_sound) == (number, key, code, not code)
    assert bool(str(found.sentence)) == bool(code)
    if number:
        assert number not in repr(found)
