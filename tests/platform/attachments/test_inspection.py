"""What is taken, what is refused, and in which words."""

import io
import random

import pytest
from PIL import Image

from tests.platform.attachments import samples
from wuxue_exit_entry.attachments import inspection
from wuxue_exit_entry.kernel.errors import BusinessError

BOTH = {"image", "pdf"}


def refused(content, name, kinds=BOTH):
    with pytest.raises(BusinessError) as caught:
        inspection.inspect(name, content, kinds)
    assert caught.value.field == "file"
    assert str(caught.value.message)
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "form", "content_type"),
    [("a.jpg", "JPEG", "image/jpeg"), ("a.JPEG", "JPEG", "image/jpeg"), ("a.png", "PNG", "image/png")],
)
def test_pictures_are_taken(name, form, content_type):
    found = inspection.inspect(name, samples.picture(form), BOTH)
    assert (found.kind, found.content_type) == ("image", content_type)
    assert Image.open(io.BytesIO(found.content)).size == (80, 60)


@pytest.mark.parametrize("content", [samples.picture_with_place(), samples.picture_with_text()])
def test_nothing_but_pixels_stays(content):
    assert b"SECRET" in content
    found = inspection.inspect("a", content, BOTH)
    assert b"SECRET" not in found.content
    redrawn = Image.open(io.BytesIO(found.content))
    assert not redrawn.getexif()
    assert "Comment" not in redrawn.info


def test_a_picture_on_its_side_is_set_upright():
    found = inspection.inspect("a.jpg", samples.picture_with_place(), BOTH)
    assert Image.open(io.BytesIO(found.content)).size == (60, 80)


def test_what_hangs_behind_a_picture_is_cut_off():
    content = samples.picture() + samples.zipped(b"payload") + b"<script>alert(1)</script>"
    found = inspection.inspect("a.jpg", content, BOTH)
    assert b"PK\x03\x04" not in found.content
    assert b"script" not in found.content


def test_a_large_picture_is_kept_smaller():
    found = inspection.inspect("a.jpg", samples.picture(size=(4000, 2000)), BOTH)
    assert Image.open(io.BytesIO(found.content)).size == (3000, 1500)


def test_a_png_called_jpg_is_taken_as_what_it_is():
    found = inspection.inspect("护照.jpg", samples.picture("PNG"), BOTH)
    assert (found.name, found.content_type) == ("护照.png", "image/png")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "file_empty"),
        (b"MZ\x90\x00" + b"\0" * 100, "a.jpg", "file_not_what_it_says"),
        (b"MZ\x90\x00" + b"\0" * 100, "a.exe", "file_kind"),
        (b"<html><script>alert(1)</script></html>", "a.pdf", "file_not_what_it_says"),
        (b"<html></html>", "a.html", "file_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "file_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "file_not_what_it_says"),
        (samples.zipped(), "a.pdf", "file_not_what_it_says"),
        (samples.zipped(), "a.docx", "file_kind"),
        (samples.picture(), "a.pdf", "file_not_what_it_says"),
        (samples.pdf(), "a.jpg", "file_not_what_it_says"),
        (samples.picture("GIF"), "a.gif", "file_kind"),
        (samples.picture("GIF"), "a.png", "file_not_what_it_says"),
        (samples.picture("TIFF"), "a", "file_kind"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "IMG_0001.HEIC", "file_heic"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "a.jpg", "file_heic"),
        (samples.picture()[:300], "a.jpg", "image_broken"),
        (samples.picture("PNG")[:60], "a.png", "image_broken"),
        (b"\xff\xd8\xff" + b"\0" * 500, "a.jpg", "image_broken"),
        (samples.png_of_claimed_size(60_000, 60_000), "a.png", "image_too_large"),
        (samples.png_of_claimed_size(17_000, 10), "a.png", "image_too_large"),
        (samples.png_of_claimed_size(2**31 - 1, 2**31 - 1), "a.png", "image_too_large"),
        (samples.png_of_claimed_size(5_000, 5_000), "a.png", "image_broken"),
        (b" " + samples.pdf(), "a.pdf", "file_not_what_it_says"),
        (samples.pdf()[:-20], "a.pdf", "pdf_broken"),
        (b"%PDF-1.5\nnonsense", "a.pdf", "pdf_broken"),
        (samples.pdf() + samples.zipped(), "a.pdf", "pdf_broken"),
        (samples.pdf() + b"<script>alert(1)</script>", "a.pdf", "pdf_broken"),
        (samples.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf", "pdf_active"),
        (samples.pdf(b"/OpenAction << /S /J#61vaScript /JS (x) >>"), "a.pdf", "pdf_active"),
        (samples.pdf(b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"), "a.pdf", "pdf_active"),
        (samples.pdf(b"/Names << /EmbeddedFiles 4 0 R >>"), "a.pdf", "pdf_active"),
        (samples.pdf(b"/Encrypt 4 0 R"), "a.pdf", "pdf_active"),
        (samples.pdf(stream=b"4 0 << /S /JavaScript /JS (x) >>", compress=True), "a.pdf", "pdf_active"),
        (samples.pdf(stream=b"x", dictionary=b"/Type /ObjStm /Filter /LZWDecode "), "a.pdf", "pdf_broken"),
        (samples.pdf(stream=b"%stream\n/S /Launch", dictionary=b""), "a.pdf", "pdf_active"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(content, name, code):
    assert refused(content, name) == code


def test_a_file_above_ten_megabytes_is_refused():
    assert refused(b"%PDF-1.5\n" + b"\0" * inspection.MAX_BYTES, "a.pdf") == "file_too_large"


def test_only_the_kinds_asked_for():
    assert refused(samples.pdf(), "a.pdf", {"image"}) == "file_kind"
    assert refused(samples.picture(), "a.jpg", {"pdf"}) == "file_kind"


@pytest.mark.parametrize(
    ("extra", "flags"),
    [
        (b"", []),
        (b"/OpenAction [3 0 R /Fit]", ["open_action"]),
        (b"/A << /S /URI /URI (https://example.org) >>", ["link"]),
    ],
)
def test_harmless_pdfs_are_taken_and_flagged(extra, flags):
    content = samples.pdf(extra)
    found = inspection.inspect("a.pdf", content, BOTH)
    assert (found.flags, found.content) == (flags, content)


def test_a_large_picture_inside_a_pdf_is_no_false_alarm():
    noise = random.Random(1).randbytes(5_000_000)
    assert inspection.inspect("scan.pdf", samples.pdf(stream=noise), BOTH).flags == []


def test_a_pdf_bomb_is_refused():
    bomb = samples.pdf(stream=b"\0" * 200_000_000, compress=True)
    assert refused(bomb, "a.pdf") == "pdf_broken"


def test_a_pdf_of_very_many_streams_is_read():
    many = b"".join(b"5 0 obj\n<< /Length 1 >>\nstream\nx\nendstream\nendobj\n" for _ in range(100_000))
    content = samples.pdf().replace(b"trailer", many + b"trailer")
    assert inspection.inspect("a.pdf", content, BOTH).flags == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\li\\护照.pdf", "护照.pdf"),
        ("a\u202egpj.pdf", "agpj.pdf"),
        ('x"; filename="y.pdf', "x filename=y.pdf"),
        (".pdf", "pdf.pdf"),
        ("好" * 300 + ".pdf", "好" * 100 + ".pdf"),
        ("", "file.pdf"),
    ],
)
def test_names_lose_folders_and_tricks(given, kept):
    assert inspection.inspect(given, samples.pdf(), BOTH).name == kept
