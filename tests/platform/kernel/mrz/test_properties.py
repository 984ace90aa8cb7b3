"""Printing and reading undo each other; nothing makes the reader fail."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wuxue_exit_entry.kernel import countries, mrz
from wuxue_exit_entry.kernel.mrz import Form

TODAY = date(2026, 11, 25)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNS = LETTERS + "0123456789"
CODES = {Form.TD1: "ID", Form.TD2: "I", Form.TD3: "P", Form.MRV_A: "V", Form.MRV_B: "VC"}
# KKK is what readers make of fillers.
words = st.text(LETTERS, min_size=1, max_size=9).filter(lambda word: "KK" not in word)
names = st.lists(words, min_size=1, max_size=2).map(" ".join)
codes = st.sampled_from([*countries.table(), "D", "GBD"])
longest = {Form.TD1: 22, Form.TD2: 14}


@st.composite
def zones(draw):
    form = draw(st.sampled_from(list(Form)))
    number = draw(st.text(SIGNS.replace("K", ""), min_size=1, max_size=longest.get(form, 9)))
    room = {Form.TD1: 13, Form.TD2: 5, Form.TD3: 14, Form.MRV_A: 16, Form.MRV_B: 8}[form]
    room -= max(0, len(number) - 9)
    born = draw(st.dates(TODAY.replace(year=1927), TODAY))
    return {
        "form": form,
        "code": CODES[form],
        "issuer": draw(codes),
        "surname": draw(names),
        "given_names": draw(st.just("") | names),
        "number": number,
        "nationality": draw(codes),
        "birth": born,
        "sex": draw(st.sampled_from(["M", "F", ""])),
        "expiry": draw(st.dates(TODAY, TODAY + timedelta(days=40 * 365))),
        "optional": draw(st.text(SIGNS.replace("K", ""), max_size=max(0, room))),
        "optional_2": draw(st.text(SIGNS.replace("K", ""), max_size=11)) if form == Form.TD1 else "",
    }


@given(zones())
def test_what_is_printed_is_read(fields):
    text = mrz.render(fields.pop("form"), **fields)
    reading = mrz.parse(text, today=TODAY)
    document = reading.document
    assert not reading.errors
    assert (document.code, document.issuer, document.number) == (fields["code"], fields["issuer"], fields["number"])
    assert (document.nationality_code, document.sex or "") == (fields["nationality"], fields["sex"])
    assert fields["birth"] in document.birth_dates
    assert (document.expiry_date, document.optional_2) == (fields["expiry"], fields["optional_2"])
    assert document.optional == fields["optional"]
    if not document.name_may_be_cut:
        assert (document.surname, document.given_names) == (fields["surname"], fields["given_names"])


@given(zones())
def test_reading_what_was_printed_again_changes_nothing(fields):
    document = mrz.parse(mrz.render(fields.pop("form"), **fields), today=TODAY).document
    assert mrz.parse(mrz.render_again(document), today=TODAY).document == document


@given(zones(), st.data())
def test_a_wrong_digit_is_never_silent(fields, data):
    """One digit of a date for another digit is always seen, whatever the document."""
    text = mrz.render(fields.pop("form"), **fields)
    document = mrz.parse(text, today=TODAY).document
    at = data.draw(st.integers(0, 5))
    place = text.index(document.birth_printed + mrz.check_digit(document.birth_printed)) + at
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    assert mrz.parse(text[:place] + other + text[place + 1 :], today=TODAY).errors


@given(st.text(max_size=300) | st.text(SIGNS + "<\n", min_size=60, max_size=100))
def test_nothing_makes_the_reader_fail(text):
    reading = mrz.parse(text, today=TODAY)
    assert (reading.document is None) <= bool(reading.errors)
    for problem in reading.problems:
        assert str(problem.sentence)


@given(st.sampled_from([(2, 44), (2, 36), (3, 30)]), st.data())
def test_any_characters_of_the_right_number_are_read(form, data):
    lines, width = form
    text = data.draw(st.text(SIGNS + "<", min_size=lines * width, max_size=lines * width))
    assert mrz.parse(text, today=TODAY).document is not None


@given(names, st.just("") | names, st.integers(10, 39))
def test_a_cut_name_ends_with_a_letter(surname, given_names, width):
    field = mrz.printing.name_field(surname, given_names, width)
    assert len(field) <= width
    assert field[-1] != "<"
    if given_names:
        assert "<<" in field
