"""Checks of uploaded pictures, and their conversion to JPEG."""

from io import BytesIO
from typing import Final

import pi_heif
from PIL import Image, ImageChops, ImageFilter, ImageOps
from PIL.Image import Transpose

from services_hall.attachments import picture_ends
from services_hall.attachments.errors import (
    PictureBlank,
    PictureTooLarge,
    PictureTooSmall,
    PictureUnreadable,
)
from services_hall.attachments.file_kinds import FileKind

FORMATS: Final = {
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.HEIC: "HEIF",
    FileKind.WEBP: "WEBP",
}
SHORTEST_SIDE: Final = 200
"""Pixels; a portrait of one inch (295 x 413) is taken, an icon or a preview is not."""
MOST_PIXELS: Final = 80_000_000
PREVIEW: Final = 800
"""The longest side at which a picture is looked at."""
CONTRAST: Final = 24
"""Levels of grey by which a letter differs at least from its paper."""
SURROUNDINGS: Final = 12
"""Pixels around a letter, at the size at which a picture is looked at."""
INK: Final = 0.0003
"""The part of a page that is written at least; one line of small letters is more."""
QUALITY: Final = 90
THUMBNAIL: Final = 320
"""The longest side of a thumbnail."""
THUMBNAIL_QUALITY: Final = 75
TURNS: Final = (None, Transpose.ROTATE_270, Transpose.ROTATE_180, Transpose.ROTATE_90)
"""The turns by 0, 90, 180 and 270 degrees clockwise; the library counts the other way."""

pi_heif.register_heif_opener()


def checked_preview(data: bytes, kind: FileKind) -> Image.Image:
    """A small upright copy of the picture, which is good to be read.

    Raises PictureUnreadable, PictureTooSmall, PictureTooLarge or PictureBlank.
    """
    picture = _opened(data, kind)
    if picture_ends.is_cut_off(data, kind):
        raise PictureUnreadable
    if min(picture.size) < SHORTEST_SIDE:
        raise PictureTooSmall(*picture.size)
    preview = _preview(picture)
    if _is_blank(preview.convert("L")):
        raise PictureBlank
    return preview


def thumbnail(preview: Image.Image) -> bytes:
    """A JPEG of a few kilobytes to be recognised by."""
    small = preview.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return encoded(small, THUMBNAIL_QUALITY)


def turned(data: bytes, kind: FileKind, quarter_turns: int) -> tuple[bytes, bytes]:
    """The checked picture as an upright JPEG turned clockwise so often by 90 degrees, and its thumbnail."""
    picture = upright(_opened(data, kind))
    turns = TURNS[quarter_turns]
    turned_picture = picture if turns is None else picture.transpose(turns)
    return encoded(turned_picture), thumbnail(turned_picture)


def as_jpeg(data: bytes, kind: FileKind) -> bytes:
    """The checked picture as an upright JPEG without the place where it was taken."""
    return encoded(upright(_opened(data, kind)))


def shrunk(data: bytes, kind: FileKind, longest: int) -> Image.Image:
    """The checked picture upright, its longest side at most `longest` pixels."""
    picture = _opened(data, kind)
    picture.draft("RGB", (longest, longest))
    picture.thumbnail((longest, longest))
    return upright(picture)


def upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its camera was held, on white where it is transparent."""
    turned = ImageOps.exif_transpose(picture)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    layered = turned.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")


def encoded(picture: Image.Image, quality: int = QUALITY) -> bytes:
    """The picture as a JPEG."""
    written = BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()


def _opened(data: bytes, kind: FileKind) -> Image.Image:
    try:
        picture = Image.open(BytesIO(data), formats=(FORMATS[kind],))
    except Image.DecompressionBombError:
        raise PictureTooLarge from None
    except (OSError, ValueError, SyntaxError) as error:
        raise PictureUnreadable from error
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureTooLarge
    return picture


def _preview(picture: Image.Image) -> Image.Image:
    """The whole picture decoded, small; a JPEG is decoded at a fraction of its size."""
    try:
        picture.draft("RGB", (PREVIEW, PREVIEW))
        picture.load()
        preview = picture.copy()
        preview.thumbnail((PREVIEW, PREVIEW))
        return upright(preview)
    except (OSError, ValueError, SyntaxError) as error:
        raise PictureUnreadable from error


def _is_blank(grey: Image.Image) -> bool:
    """Whether hardly a pixel differs from its surroundings, as letters do and shadows do not."""
    surroundings = grey.filter(ImageFilter.BoxBlur(SURROUNDINGS))
    levels = ImageChops.difference(grey, surroundings).histogram()
    return sum(levels[CONTRAST:]) < INK * grey.width * grey.height
