"""Files for the tests of uploads: good ones, and what people and attackers send in their place."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin


def picture(form: str = "JPEG", size: tuple[int, int] = (80, 60), **options) -> bytes:
    """Return a picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **options)
    return out.getvalue()


def picture_with_place() -> bytes:
    """Return a JPEG that says where it was taken, by which camera, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 51.0, 0.0), 3: "E", 4: (115.0, 33.0, 0.0)})
    return picture(size=(80, 60), exif=exif, comment=b"SECRET-COMMENT")


def picture_with_text() -> bytes:
    """Return a PNG with text chunks."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "SECRET-COMMENT")
    return picture("PNG", pnginfo=info)


def png_of_claimed_size(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(extra: bytes = b"", stream: bytes = b"BT ET", compress: bool = False, dictionary: bytes = b"") -> bytes:
    """Return a small PDF; `extra` goes into the catalogue, `stream` into a stream."""
    body = zlib.compress(stream) if compress else stream
    filters = b"/Filter /FlateDecode " if compress else b""
    return (
        b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + extra + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj\n"
        b"3 0 obj\n<< "
        + dictionary
        + filters
        + b"/Length "
        + str(len(body)).encode()
        + b" >>\nstream\n"
        + body
        + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def zipped(content: bytes = b"x") -> bytes:
    """Return a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", content)
    return out.getvalue()


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    """Return what a form hands to a view."""
    return SimpleUploadedFile(name, content)
