"""Trials T15, T17 and T19: long numbers, two-digit years, names that fill the line."""

from datetime import date

import pytest

from wuxue_exit_entry.kernel import mrz

TODAY = date(2026, 11, 25)
T15A = "I<UTOA12345678<04<<<<<<<<<<<<<\n9003071F3101012UTO<<<<<<<<<<<2\nMUSTER<<LEA<<<<<<<<<<<<<<<<<<<"
T15B = "I<UTOA12345678<017<<<<<<<<<<<<\n9003071F3101012UTO<<<<<<<<<<<8\nMUSTER<<LEA<<<<<<<<<<<<<<<<<<<"
T15C = "I<UTOA12345678<012342<<<<<<<<<\n9003071F3101012UTO<<<<<<<<<<<0\nMUSTER<<LEA<<<<<<<<<<<<<<<<<<<"
T17A = "P<GBROLDFIELD<<GEORGE<<<<<<<<<<<<<<<<<<<<<<<\n5123456789GBR4905228M3501014<<<<<<<<<<<<<<04"
T17B = "P<GBROLDFIELD<<ROSE<<<<<<<<<<<<<<<<<<<<<<<<<\n5123456790GBR2603014F3103016<<<<<<<<<<<<<<02"
T17C = "P<GBROLDFIELD<<ADA<<<<<<<<<<<<<<<<<<<<<<<<<<\n5123456804GBR2701150F3103016<<<<<<<<<<<<<<06"
T19A = "P<LKAWICKRAMASINGHAGE<<NIMALSIRI<JAYANTHAPAL\nN1234567<7LKA8001014M3001019<<<<<<<<<<<<<<08"
T19B = "P<THAPHROMSAKULCHAI<<SIRIWANNAPHORN<KANCHANA\nAA12345678THA9502286F3102271<<<<<<<<<<<<<<06"


def read(text):
    return mrz.parse(text, today=TODAY)


@pytest.mark.parametrize(("text", "number"), [(T15A, "A123456780"), (T15B, "A1234567801"), (T15C, "A1234567801234")])
def test_t15_a_long_number_comes_out_whole(text, number):
    reading = read(text)
    assert (reading.document.number, reading.document.optional) == (number, "")
    assert reading.errors == ()


@pytest.mark.parametrize(
    ("text", "at", "check_at"), [(T15A, 15, 17), (T15B, 16, 18), (T15C, 17, 21)], ids=["10", "11", "14"]
)
def test_t15_a_changed_digit_of_the_overflow_is_pointed_out(text, at, check_at):
    changed = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
    first = read(changed).errors[0]
    assert (first.code, first.line, first.position) == ("check_number", 1, check_at)


@pytest.mark.parametrize(
    ("text", "born", "until"),
    [
        (T17A, [date(1949, 5, 22)], date(2035, 1, 1)),
        (T17B, [date(2026, 3, 1), date(1926, 3, 1)], date(2031, 3, 1)),
        (T17C, [date(1927, 1, 15)], date(2031, 3, 1)),
    ],
)
def test_t17_centuries(text, born, until):
    reading = read(text)
    assert (list(reading.document.birth_dates), reading.document.expiry_date) == (born, until)
    assert ("birth_century" in reading.codes) == (len(born) == 2)
    assert reading.is_sound


def test_t17_the_clerk_must_choose_between_infant_and_centenarian():
    reading = read(T17B)
    assert reading.document.birth_date is None
    assert "2026-03-01" in str(reading.problems[0].sentence)
    assert "1926-03-01" in str(reading.problems[0].sentence)


@pytest.mark.parametrize(("text", "given"), [(T19A, "NIMALSIRI JAYANTHAPAL"), (T19B, "SIRIWANNAPHORN KANCHANA")])
def test_t19_last_letter_is_kept_and_the_name_marked(text, given):
    reading = read(text)
    assert (reading.document.given_names, reading.document.name_may_be_cut) == (given, True)
    assert [(problem.code, problem.line, problem.position) for problem in reading.problems] == [("name_cut", 1, 44)]
