"""Every specimen and every example of a name in Doc 9303 parts 3 to 7, eighth edition."""

from datetime import date

import pytest

from wuxue_exit_entry.kernel import mrz
from wuxue_exit_entry.kernel.mrz import Form
from wuxue_exit_entry.kernel.mrz.printing import name_field

TODAY = date(2026, 11, 25)
UTOPIA = {"issuer_unknown", "nationality_unknown", "expired", "name_cut", "is_visa"}


def read(text):
    return mrz.parse(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "digit"),
    [  # 9303-3 appendix A, examples 1 to 5; 9303-11 D.2
        ("520727", "3"),
        ("AB2134<<<", "5"),
        ("HA672242<658022549601086<<<<<<<<<<<<<<0", "8"),
        ("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<", "2"),
        ("HA672242<658022549601086<<<<<<<", "8"),
        ("D23145890734", "9"),
        ("340712", "7"),
        ("950712", "2"),
        ("L898902C<", "3"),
        ("690806", "1"),
        ("940623", "6"),
    ],
)
def test_worked_check_digits(text, digit):
    assert mrz.check_digit(text) == digit


ERIKSSON = ("ERIKSSON", "ANNA MARIA", date(1974, 8, 12), "F", date(2012, 4, 15))
ERIKSSON_OLD = ("ERIKSSON", "ANNA MARIA", date(1969, 8, 6), "F", date(1994, 6, 23))
STEVENSON = ("STEVENSON", "PETER", date(1934, 7, 12), "M", date(1995, 7, 12))
STEVENSON_JOHN = ("STEVENSON", "PETER JOHN", date(1934, 7, 12), "M", date(1995, 7, 12))


@pytest.mark.parametrize(
    ("lines", "form", "code", "number", "optional", "person"),
    [
        (  # part 4 appendix B
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
            Form.TD3, "P", "L898902C3", "ZE184226B", ERIKSSON,
        ),
        (  # part 4 in earlier editions, part 11 appendix D
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<14",
            Form.TD3, "P", "L898902C", "ZE184226B", ERIKSSON_OLD,
        ),
        (  # part 5 appendix B
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            Form.TD1, "I", "D23145890", "", ERIKSSON,
        ),
        (  # part 3 appendix A example 4
            "I<UTOD231458907<<<<<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<<<<<<<<<<<<<<",
            Form.TD1, "I", "D23145890", "", STEVENSON,
        ),
        (  # part 11 appendix D: a number longer than the field
            "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<",
            Form.TD1, "I", "D23145890734", "", STEVENSON_JOHN,
        ),
        (  # part 6 appendix B
            "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
            Form.TD2, "I", "D23145890", "", ERIKSSON,
        ),
        (
            "I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<\nD231458907UTO3407127M9507122<<<<<<<2",
            Form.TD2, "I", "D23145890", "", STEVENSON,
        ),
        (  # part 11 appendix D
            "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8",
            Form.TD2, "I", "D23145890734", "", STEVENSON_JOHN,
        ),
        (  # part 7 appendix A
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX7408122F96121096ZE184226B<<<<<<",
            Form.MRV_A, "V", "L8988901C", "6ZE184226B",
            ("ERIKSSON", "ANNA MARIA", date(1974, 8, 12), "F", date(1996, 12, 10)),
        ),
        (  # part 7 appendix B, both forms
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<<<",
            Form.MRV_A, "V", "L898902C", "ZE184226B", ERIKSSON_OLD,
        ),
        (
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226",
            Form.MRV_B, "V", "L898902C", "ZE184226", ERIKSSON_OLD,
        ),
    ],
)  # fmt: skip
def test_specimens(lines, form, code, number, optional, person):
    reading = read(lines)
    document = reading.document
    assert set(reading.codes) <= UTOPIA
    assert (document.form, document.code, document.number, document.optional) == (form, code, number, optional)
    assert (
        document.surname, document.given_names, document.birth_date, document.sex, document.expiry_date
    ) == person  # fmt: skip
    assert document.is_visa == form.value.startswith("MRV")
    assert mrz.render_again(document) == lines
    assert read(lines.replace("\n", "")).document == document


@pytest.mark.parametrize("optional_check", ["<", "0"])
def test_part_3_example_3_with_either_check_digit_of_empty_optional_data(optional_check):
    line = f"HA672242<6UTO5802254M9601086<<<<<<<<<<<<<<{optional_check}8"
    assert read("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" + line).errors == ()


# Names as printed, with what is read from them. A letter in the last position: perhaps cut.
MUELLEN = ("VAN DER MUELLEN", "MARTIN")
BASRI = ("AL-BASRI", "HUDA MUHAMMAD JAWAD")
WHOLE = {
    Form.TD3: (
        ("ERIKSSON", "ANNA MARIA", "ERIKSSON<<ANNA<MARIA"),
        ("HENG", "DEBORAH MING LO", "HENG<<DEBORAH<MING<LO"),
        ("SMITH-JONES", "SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET"),
        ("O'CONNOR", "ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN"),
        (*MUELLEN, "VAN<DER<MUELLEN<<MARTIN"),
        (*BASRI, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMON"),
        ("ARKFREITH", "", "ARKFREITH"),
        ("SATRIYA SUDARPA", "", "SATRIYA<SUDARPA"),
        ("PAPANDROPOULOUS", "JONATHON WARREN TREVOR", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
    ),
    Form.TD1: (
        (*MUELLEN, "VAN<DER<MUELLEN<<MARTIN"),
        (*BASRI, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
        ("ARKFREITH", "", "ARKFREITH"),
        ("SATRIYA SUDARPA", "", "SATRIYA<SUDARPA"),
        ("PAPANDROPOULOUS", "JONATHON ALEC", "PAPANDROPOULOUS<<JONATHON<ALEC"),
    ),
    Form.TD2: (
        (*MUELLEN, "VAN<DER<MUELLEN<<MARTIN"),
        (*BASRI, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMON"),
        ("PAPANDROPOULOUS", "JONATHOON ALEC", "PAPANDROPOULOUS<<JONATHOON<ALEC"),
    ),
    Form.MRV_B: (
        ("HENG", "DEBORAH MING LO", "HENG<<DEBORAH<MING<LO"),
        ("SMITH-JONES", "SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET"),
        ("O'CONNOR", "ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN"),
        ("PAPANDROPOULOUS", "STEPHEN TREVOR", "PAPANDROPOULOUS<<STEPHEN<TREVOR"),
    ),
}
WHOLE[Form.MRV_A] = WHOLE[Form.TD3][:5] + WHOLE[Form.TD3][7:8] + WHOLE[Form.TD3][9:]
CUT = {
    Form.TD3: (
        "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
        "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU",
        "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI",
        "BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO",
        "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO",
    ),
    Form.TD1: (
        "NILAVADHANANANDA<<CHAYAPA<DE<K",
        "NILAVADHANANANDA<<ARNPOL<PE<CH",
        "BENNELONG<WOOLOOMOOLOO<W<W<<DI",
        "BENNELONG<WOOLOOM<WA<WARN<<D<P",
        "BENNE<WOOLO<WARRA<WARNA<<DIN<P",
    ),
    Form.TD2: (
        "NILAVADHANANANDA<<CHAYAPA<DEJ<K",
        "NILAVADHANANANDA<<ARN<PET<CHARO",
        "BENNELONG<WOOLOOMOOLOO<W<W<<D<P",
        "BENNELONG<WOOLOOM<WAR<WARN<<D<P",
        "BENNEL<WOOLO<WARRA<WARNA<<DIN<P",
    ),
    Form.MRV_B: (
        "NILAVADHANANANDA<<CHAYAPA<DEJ<K",
        "NILAVADHANANANDA<<ARNP<PE<CHARO",
        "BENNELONG<WOOLOOMOOLOO<WAR<W<<D",
        "BENNELONG<WOOLOOM<WAR<WA<<DINGO",
        "BENN<WOOL<WARR<WARN<<DINGO<POTO",
    ),
}
CUT[Form.MRV_A] = CUT[Form.TD3]
WIDTHS = {Form.TD1: 30, Form.TD2: 31, Form.TD3: 39, Form.MRV_A: 39, Form.MRV_B: 31}


def zone(form, names):
    """A zone of Utopia with this name field."""
    blank = mrz.render(
        form, code=form.value[0] if form.value[0] == "V" else {"TD3": "PP"}.get(form.value, "I"), issuer="UTO",
        surname="X", number="L898902C3", nationality="UTO", birth="740812", expiry="320415",
    )  # fmt: skip
    width = WIDTHS[form]
    return blank.replace("X".ljust(width, "<"), names.ljust(width, "<"))


@pytest.mark.parametrize(("form", "example"), [(form, example) for form, rows in WHOLE.items() for example in rows])
def test_names_as_printed(form, example):
    surname, given, printed = example
    width = WIDTHS[form]
    assert name_field(surname, given, width) == printed
    document = read(zone(form, printed)).document
    assert document.surname == mrz.transliterate(surname)
    assert mrz.transliterate(given).startswith(document.given_names)
    assert document.name_may_be_cut == (len(printed) == width)


@pytest.mark.parametrize(("form", "printed"), [(form, printed) for form, rows in CUT.items() for printed in rows])
def test_names_that_were_cut(form, printed):
    reading = read(zone(form, printed))
    surname, _, given = printed.partition("<<")
    assert len(printed) == WIDTHS[form]
    assert (reading.document.surname, reading.document.given_names) == (
        surname.replace("<", " "),
        given.replace("<", " "),
    )
    assert reading.document.name_may_be_cut
    assert "name_cut" in reading.codes


@pytest.mark.parametrize(
    ("name", "printed"),
    [  # 9303-3 section 4.6, section 6 and appendix B
        ("D'ARTAGNAN", "DARTAGNAN"),
        ("MARIE-ELISE", "MARIE ELISE"),
        ("ANNA, MARIA", "ANNA MARIA"),
        ("Müller", "MUELLER"),
        ("Gößmann", "GOESSMANN"),
        ("Þórður", "THORDUR"),
        ("Łukasiewicz", "LUKASIEWICZ"),
        ("Nguyễn Thị Ánh", "NGUYEN THI ANH"),
        ("Щербаков Юрий", "SHCHERBAKOV IURII"),
    ],
)
def test_national_letters(name, printed):
    assert mrz.transliterate(name) == printed
