"""What an uploaded file really is: told by its bytes, made harmless, or refused with a sentence."""

import io
import warnings
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from wuxue_exit_entry.attachments import pdf
from wuxue_exit_entry.attachments.enums import FileKind
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.kernel.text import clean_text

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a telephone's camera has up to 50 million
MAX_SIDE = 16_000
KEPT_SIDE = 3_000  # enough to read a paper; keeps the re-encoded file small
_JPEG, _PNG, _PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
_EXTENSIONS = {"jpg": FileKind.IMAGE, "jpeg": FileKind.IMAGE, "png": FileKind.IMAGE, "pdf": FileKind.PDF}
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")


@dataclass(frozen=True)
class Inspected:
    """A harmless file."""

    name: str
    kind: FileKind
    content_type: str
    content: bytes
    flags: list[str]


def inspect(name: str, content: bytes, kinds: Collection[str]) -> Inspected:
    """Return the file made harmless: images are drawn anew, a PDF is searched for what acts by itself.

    Raises BusinessError(file_empty, file_too_large, file_kind, file_not_what_it_says, image_*, pdf_*).
    """
    if not content:
        raise _refused("file_empty", _("文件是空的，请重新选择。"))
    if len(content) > MAX_BYTES:
        raise _refused("file_too_large", _("文件太大，最大 10 MB。"), status=413)
    kind = _kind_of(content)
    said = _EXTENSIONS.get(name.rpartition(".")[2].lower()) if "." in name else kind
    if said is not None and said != kind:
        label = _("PDF") if said == FileKind.PDF else _("图片")
        raise _refused("file_not_what_it_says", _("文件名说是%(kind)s，内容却不是。请重新选择。") % {"kind": label})
    if said is None or kind is None or kind not in kinds:
        raise _refused("file_kind", _kinds_sentence(kinds))
    return _pdf(name, content) if kind == FileKind.PDF else _image(name, content)


def _kind_of(content: bytes) -> FileKind | None:
    if content.startswith((_JPEG, _PNG)):
        return FileKind.IMAGE
    if content[4:12] in _HEIC:
        raise _refused("file_heic", _("这是 HEIC 格式的照片。请在手机上截屏后上传截图，或改存为 JPG。"))
    return FileKind.PDF if content.startswith(_PDF) else None


def _kinds_sentence(kinds: Collection[str]) -> str:
    if FileKind.PDF not in kinds:
        return _("只收 JPG 或 PNG 图片。")
    if FileKind.IMAGE not in kinds:
        return _("只收 PDF 文件。")
    return _("只收 JPG、PNG 图片或 PDF 文件。")


def _pdf(name: str, content: bytes) -> Inspected:
    flags = pdf.examined(content)
    return Inspected(_named(name, "pdf"), FileKind.PDF, "application/pdf", content, flags)


def _image(name: str, content: bytes) -> Inspected:
    """Draw the picture anew: what is no pixel, say the place it was taken or a script behind it, stays behind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
                _require_reasonable(picture.size)
                form = str(picture.format)
                drawn = _drawn_anew(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as broken:
        raise _refused("image_broken", _("图片不完整或已损坏，请重新拍照或选择。")) from broken
    out = io.BytesIO()
    if form == "PNG":
        drawn.save(out, "PNG", optimize=False)
        return Inspected(_named(name, "png"), FileKind.IMAGE, "image/png", out.getvalue(), [])
    drawn.convert("RGB").save(out, "JPEG", quality=88)
    return Inspected(_named(name, "jpg"), FileKind.IMAGE, "image/jpeg", out.getvalue(), [])


def _drawn_anew(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))  # JPEG: decode no finer than it is kept
    upright = ImageOps.exif_transpose(picture)
    plain = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    plain.thumbnail((KEPT_SIDE, KEPT_SIDE))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _require_reasonable(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS or max(size) > MAX_SIDE:
        raise _too_many_pixels()


def _too_many_pixels() -> BusinessError:
    return _refused("image_too_large", _("图片尺寸太大，请缩小后再上传。"))


def _named(name: str, extension: str) -> str:
    """Return the given name without folders and invisible signs, with the extension of what it really is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    plain = "".join(sign for sign in clean_text(stem).value if sign not in '<>:"|?*%;').strip(". ")
    return f"{plain[:100] or 'file'}.{extension}"


def _refused(code: str, message: str, status: int = 400) -> BusinessError:
    return BusinessError(code, message, "file", status=status)
