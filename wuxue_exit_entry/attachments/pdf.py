"""Searches a PDF for what acts by itself, also under disguised names (#4A) and inside compressed streams."""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wuxue_exit_entry.kernel.errors import BusinessError

# What runs, fetches, sends, carries other files, or hides from this search. All are long names: a short one as /JS
# turns up by chance in the bytes of any large picture, and needs /JavaScript beside it anyway.
REFUSED = frozenset(
    {
        b"JavaScript",
        b"Launch",
        b"EmbeddedFile",
        b"EmbeddedFiles",
        b"RichMedia",
        b"Rendition",
        b"SubmitForm",
        b"ImportData",
        b"GoToE",
        b"GoToR",
        b"Encrypt",
    }
)
FLAGGED = {b"OpenAction": "open_action", b"AA": "additional_action", b"URI": "link"}
_MOST_UNPACKED = 64 * 1024 * 1024
_PIECE = 16 * 1024
_NAME = re.compile(rb"/((?:[A-Za-z0-9_.+-]|#[0-9A-Fa-f]{2})+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_HEADER = re.compile(rb"%PDF-(?:1\.[0-9]|2\.0)[\r\n ]")
_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\x00]*\Z")
_OBJECTS_INSIDE = b"ObjStm"
_UNREADABLE = {b"LZWDecode", b"ASCIIHexDecode", b"ASCII85Decode", b"RunLengthDecode", b"Crypt", b"DecodeParms"}


def examined(content: bytes) -> list[str]:
    """Return what an officer should know of the file (opens something, has links), if it may be taken at all.

    Raises BusinessError(pdf_broken, pdf_active).
    """
    if not _HEADER.match(content) or not _END.search(content[-2048:]):
        raise _broken(_("PDF 文件不完整或后面附有别的内容，请重新导出。"))
    plain = _names(_STREAM.sub(b" ", content))
    found = _names(content)
    for unpacked in _unpacked_streams(content):
        names = _names(unpacked)
        found |= names
        if unpacked[:1].isdigit():  # objects kept in a stream begin with their numbers
            plain |= names
    if found & REFUSED:
        sentence = _("这个 PDF 带有脚本、附件、加密或自动动作，不能上传。请打印成普通 PDF，或拍照上传。")
        raise BusinessError("pdf_active", sentence, "file", status=400)
    return sorted(FLAGGED[name] for name in plain & FLAGGED.keys())


def _names(content: bytes) -> set[bytes]:
    return {_ESCAPE.sub(lambda hit: bytes([int(hit[1], 16)]), name) for name in _NAME.findall(content)}


def _unpacked_streams(content: bytes) -> Iterator[bytes]:
    """Yield the streams that unpack; objects packed in a way that is not read here, and bombs, are refused."""
    view, left = memoryview(content), _MOST_UNPACKED
    for stream in _STREAM.finditer(content):
        _require_readable(content[max(0, stream.start() - 1024) : stream.start()].rpartition(b"obj")[2])
        start = content.index(b"\n", stream.start()) + 1
        try:
            unpacked = _unpacked(view[start:], left)
        except zlib.error:
            continue  # not compressed like this: its bytes are searched as they are
        left -= len(unpacked)
        if left <= 0:
            raise _broken(_("PDF 文件解开后太大，请重新导出。"))
        yield unpacked


def _unpacked(packed: memoryview, most: int) -> bytes:
    """Unpack by pieces: handed over whole, the rest of the file would be copied once for every stream in it."""
    reader, pieces = zlib.decompressobj(), []
    for start in range(0, len(packed), _PIECE):
        pieces.append(reader.decompress(packed[start : start + _PIECE], most))
        most -= len(pieces[-1])
        if reader.eof or most <= 0:
            break
    return b"".join(pieces)


def _require_readable(dictionary: bytes) -> None:
    names = _names(dictionary)
    if _OBJECTS_INSIDE in names and names & _UNREADABLE:
        raise _broken(_("这个 PDF 的写法少见，系统无法检查。请打印成普通 PDF，或拍照上传。"))


def _broken(sentence: str) -> BusinessError:
    return BusinessError("pdf_broken", sentence, "file", status=400)
