"""What scanners type and people paste."""

from datetime import date

import pytest

from wuxue_exit_entry.kernel import mrz
from wuxue_exit_entry.kernel.mrz import Kind, Severity

TODAY = date(2026, 11, 25)
LINE_1 = "P<KORKIM<<MINSU<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"
LINE_2 = "M12345678" + mrz.check_digit("M12345678") + "KOR9003071M3101012<<<<<<<<<<<<<<0"
LINE_2 += mrz.check_digit(LINE_2[:10] + LINE_2[13:20] + LINE_2[21:43])
GOOD = f"{LINE_1}\n{LINE_2}"


def read(text):
    return mrz.parse(text, today=TODAY)


def card(number, code="CR", issuer="CHN"):
    return mrz.render(
        mrz.Form.TD1, code=code, issuer=issuer, surname="CHAN", given_names="TAI MAN", number=number,
        nationality="CHN", birth=date(1990, 3, 7), sex="M", expiry=date(2031, 1, 1),
    )  # fmt: skip


def passport(number="M12345678", issuer="KOR", **other):
    fields = {
        "code": "P", "issuer": issuer, "surname": "KIM", "given_names": "MINSU", "number": number,
        "nationality": issuer, "birth": date(1990, 3, 7), "sex": "M", "expiry": date(2031, 1, 1),
    }  # fmt: skip
    return mrz.render(mrz.Form.TD3, **(fields | other))


def changed(text, line, position, sign):
    lines = text.split("\n")
    lines[line - 1] = lines[line - 1][: position - 1] + sign + lines[line - 1][position:]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", ""),
        GOOD.replace("\n", "\r\n\r\n"),
        "\ufeff" + GOOD,
        GOOD.lower(),
        " ".join(GOOD),
        "".join(chr(ord(sign) + 0xFEE0) if sign != "\n" else sign for sign in GOOD),
        GOOD.replace("<<", "«"),
        GOOD.replace("<", "«"),
        GOOD.replace("<", "‹"),
        GOOD.replace("<<", "《"),
        GOOD.replace("<", "&lt;"),
        f"REPUBLIC OF KOREA\nPassport No. M12345678\n{GOOD}\n\n",
        "\u200b".join(GOOD),
    ],
)
def test_all_of_these_are_the_same_passport(text):
    reading = read(text)
    assert reading.problems == ()
    document = reading.document
    assert (document.surname, document.given_names, document.number) == ("KIM", "MINSU", "M12345678")
    assert (document.nationality, document.birth_date, document.sex_code) == ("KOR", date(1990, 3, 7), "1")
    assert (document.expiry_date, document.kind, document.name_may_be_cut) == (date(2031, 1, 1), Kind.PASSPORT, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GOOD.replace("<" * 29, "K" * 29), "filler_k"),
        (f"{LINE_2}\n{LINE_1}", "lines_swapped"),
        (f"{LINE_1.rstrip('<')}\n{LINE_2}", "fillers_adjusted"),
        (f"{LINE_1}<<\n{LINE_2}", "fillers_adjusted"),
        (GOOD.replace("M", "М").replace("K", "К"), "look_alike"),
    ],
)
def test_what_was_mended_is_told(text, code):
    reading = read(text)
    assert reading.codes == (code,)
    assert (reading.document.surname, reading.document.number) == ("KIM", "M12345678")


def test_a_single_k_is_an_initial():
    reading = read(GOOD.replace("<<MINSU<<", "<<MIN<K<<"))
    assert (reading.document.given_names, reading.problems) == ("MIN K", ())


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "\ufeff"])
def test_nothing(text):
    assert (read(text).document, read(text).codes) == (None, ("empty",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hello", "length"),
        (LINE_1, "line_missing"),
        (LINE_2, "line_missing"),
        (LINE_1[:-1] + "A\n" + LINE_2[:-1], "length"),
        ("A" * 100_000, "length"),
        ("张伟" * 40, "length"),
    ],
)
def test_no_zone(text, code):
    assert (read(text).document, read(text).codes[-1]) == (None, code)


def test_a_sign_that_cannot_stand_there_is_named():
    reading = read(changed(GOOD, 1, 8, "?"))
    assert [(problem.code, problem.line, problem.position) for problem in reading.errors] == [("sign", 1, 8)]


@pytest.mark.parametrize(
    ("position", "sign"), [(15, "O"), (19, "O"), (22, "E"), (44, "Z")], ids=["birth", "birth_2", "expiry", "total"]
)
def test_letters_for_digits(position, sign):
    digit = LINE_2[position - 1]
    reading = read(changed(GOOD, 2, position, sign))
    mended = {"O": "0", "Z": "2"}.get(sign) == digit
    assert ("repaired" in reading.codes) == mended
    assert reading.is_sound == mended
    if mended:
        problem = reading.problems[0]
        assert (problem.severity, problem.line, problem.position) == (Severity.WARNING, 2, position)
        assert reading.document == read(GOOD).document


def test_a_repair_that_does_not_make_the_check_digit_pass_is_not_made():
    assert "repaired" not in read(changed(GOOD, 2, 15, "S")).codes
    assert {"check_birth", "not_a_digit"} <= set(read(changed(GOOD, 2, 15, "S")).codes)


def test_a_letter_whose_value_passes_is_still_no_digit():
    assert "not_a_digit" in read(changed(GOOD, 2, 15, "K")).codes


def test_in_a_number_the_swap_is_proposed_and_not_made():
    text = passport("M1234O678")
    reading = read(changed(text, 2, 6, "0"))
    first = reading.errors[0]
    assert (first.code, first.line, first.position) == ("check_number", 2, 10)
    assert first.repair == mrz.Repair(2, 6, "0", "O")
    assert reading.document.number == "M12340678"
    assert "第2行第6位：0应为O" in str(first.sentence)


@pytest.mark.parametrize(
    ("line", "position", "sign", "code"),
    [
        (2, 3, "9", "check_number"),
        (2, 16, "4", "check_birth"),
        (2, 24, "2", "check_expiry"),
        (2, 30, "A", "check_optional"),
        (2, 44, "X", "check_composite"),
    ],
)
def test_each_check_digit_is_named(line, position, sign, code):
    assert code in read(changed(passport(optional="ZE1"), line, position, sign)).codes


@pytest.mark.parametrize("check", ["0", "<"])
def test_optional_data_need_no_check_digit_when_empty(check):
    line = LINE_2[:42] + check
    total = mrz.check_digit(line[:10] + line[13:20] + line[21:43])
    assert read(f"{LINE_1}\n{line}{total}").problems == ()


def test_a_visa_is_named():
    text = mrz.render(
        mrz.Form.MRV_A, code="VL", issuer="CHN", surname="KIM", given_names="MINSU", number="M12345678",
        nationality="KOR", birth=date(1990, 3, 7), sex="M", expiry=date(2027, 1, 1), optional="1234567890123456",
    )  # fmt: skip
    reading = read(text)
    assert (reading.codes, reading.document.kind, reading.is_sound) == (("is_visa",), Kind.VISA, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (passport("E12345678", "CHN"), Kind.CN_PASSPORT),
        (passport("EA1234567", "CHN"), Kind.CN_PASSPORT),
        (passport("K12345678", "CHN"), Kind.HK_PASSPORT),
        (passport("H12345678", "CHN"), Kind.HK_PASSPORT),
        (passport("HJ1234567", "CHN"), Kind.HK_PASSPORT),
        (passport("MA1234567", "CHN"), Kind.MACAO_PASSPORT),
        (passport("K12345678", "KOR"), Kind.PASSPORT),
        (passport("312345678", "TWN"), Kind.PASSPORT),
        (card("H01234567"), Kind.HK_MACAO_PERMIT),
        (card("H0123456702"), Kind.HK_MACAO_PERMIT),
        (card("M01234567"), Kind.HK_MACAO_PERMIT),
        (card("01234567", "CT"), Kind.TAIWAN_PERMIT),
        (card("01234567", "CR"), Kind.OTHER),
        (card("X1234567", "I", "ITA"), Kind.OTHER),
    ],
)
def test_kinds(text, kind):
    assert read(text).document.kind == kind


@pytest.mark.parametrize(
    ("code", "alpha3"),
    [("D", "DEU"), ("GBD", "GBR"), ("RKS", "RKS"), ("XXA", "XXA"), ("UNO", "UNO"), ("TWN", "TWN")],
)
def test_codes_of_nationality(code, alpha3):
    reading = read(passport(issuer=code))
    assert (reading.document.nationality, reading.document.nationality_code) == (alpha3, code)
    assert reading.problems == ()


@pytest.mark.parametrize("code", ["ABC", "K0R", "<<<"])
def test_unknown_nationality_is_a_warning(code):
    reading = read(passport(nationality=code))
    assert (reading.codes, reading.document.nationality, reading.is_sound) == (("nationality_unknown",), "", True)


@pytest.mark.parametrize(
    ("printed", "codes", "born"),
    [
        ("8507<<", ("birth_unknown",), ()),
        ("85<<<<", ("birth_unknown",), ()),
        ("<<<<<<", ("birth_unknown",), ()),
        ("850000", ("birth_unknown",), ()),
        ("850230", ("birth_impossible",), ()),
        ("851301", ("birth_impossible",), ()),
        ("000229", (), (date(2000, 2, 29),)),
        ("240229", ("birth_century",), (date(2024, 2, 29), date(1924, 2, 29))),
        ("260229", ("birth_impossible",), ()),
        ("261125", ("birth_century",), (date(2026, 11, 25), date(1926, 11, 25))),
        ("261126", (), (date(1926, 11, 26),)),
        ("150101", (), (date(2015, 1, 1),)),
    ],
)
def test_births(printed, codes, born):
    reading = read(passport(birth=printed))
    assert (reading.codes, reading.document.birth_dates) == (codes, born)


@pytest.mark.parametrize(
    ("printed", "codes", "until"),
    [
        ("310101", (), date(2031, 1, 1)),
        ("761125", (), date(2076, 11, 25)),
        ("770101", ("expired",), date(1977, 1, 1)),
        ("261125", (), date(2026, 11, 25)),
        ("261124", ("expired",), date(2026, 11, 24)),
        ("310229", ("expiry_impossible",), None),
        ("<<<<<<", ("expiry_unknown",), None),
    ],
)
def test_expiries(printed, codes, until):
    reading = read(passport(expiry=printed))
    assert (reading.codes, reading.document.expiry_date) == (codes, until)


@pytest.mark.parametrize(
    ("sex", "code", "codes"), [("M", "1", ()), ("F", "2", ()), ("", "0", ()), ("X", "0", ("sex_sign",))]
)
def test_sexes(sex, code, codes):
    reading = read(passport(sex=sex))
    assert (reading.document.sex_code, reading.codes) == (code, codes)


@pytest.mark.parametrize(
    ("printed", "names", "codes"),
    [
        ("SUKARNO", ("SUKARNO", ""), ()),
        ("<<PRIYA", ("PRIYA", ""), ()),
        ("SMITH<<JOHN<<JR", ("SMITH", "JOHN JR"), ()),
        ("GARCIA<LOPEZ<<ANA", ("GARCIA LOPEZ", "ANA"), ()),
        ("", ("", ""), ("name_empty",)),
        ("SM1TH<<JOHN", ("SM1TH", "JOHN"), ("name_digits",)),
    ],
)
def test_names(printed, names, codes):
    reading = read(GOOD.replace("KIM<<MINSU".ljust(39, "<"), printed.ljust(39, "<")))
    assert ((reading.document.surname, reading.document.given_names), reading.codes) == (names, codes)


def test_no_personal_data_in_the_representation():
    reading = read(changed(GOOD, 2, 3, "9"))
    assert not any(part in repr(reading) for part in ("KIM", "MINSU", "M12345678", "M92345678", "900307"))
