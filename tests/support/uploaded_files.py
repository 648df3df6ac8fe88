"""Files as people upload them: photographs of pages in every format, PDF documents, an OFD document."""

import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.generic import DecodedStreamObject, NameObject

HEIC = Path(__file__).with_name("photo.heic")
"""The photograph of a page as an iPhone stores it; no encoder of this format is installed."""
PRINTING = UserAccessPermissions.PRINT | UserAccessPermissions.PRINT_TO_REPRESENTATION


@cache
def photo(
    form: str = "JPEG",
    *,
    size: tuple[int, int] = (600, 800),
    paper: str = "white",
    is_written: bool = True,
    orientation: int | None = None,
) -> bytes:
    """A photograph of a page in a format of Pillow, with an EXIF orientation if one is given."""
    if form == "HEIF":
        return HEIC.read_bytes()
    image = Image.new("RGB", size, paper)
    if is_written:
        draw = ImageDraw.Draw(image)
        for y in range(size[1] // 8, size[1] * 7 // 8, max(size[1] // 30, 6)):
            draw.line([(size[0] // 8, y), (size[0] * 7 // 8, y)], fill="black", width=2)
        draw.rectangle((0, 0, size[0] // 6, size[1] // 20), fill="red")
    written, exif = BytesIO(), Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    image.save(written, form, exif=exif)
    return written.getvalue()


@cache
def pdf(*, pages: int = 1, open_password: str = "", owner_password: str = "") -> bytes:
    """A PDF of empty pages; with an owner's password alone it opens for everybody but may not be printed."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if open_password or owner_password:
        allowed = UserAccessPermissions.all() & ~PRINTING
        writer.encrypt(open_password, owner_password or None, permissions_flag=allowed, algorithm="AES-128")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def pdf_of_page(drawing: bytes, *, size: tuple[int, int] = (595, 842)) -> bytes:
    """A PDF of one page with these drawing operators."""
    writer = PdfWriter()
    page = writer.add_blank_page(*size)
    content = DecodedStreamObject()
    content.set_data(drawing)
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


@cache
def ofd() -> bytes:
    """An archive with the main file of a document in OFD."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("OFD.xml", "<ofd:OFD/>")
    return written.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (head, b"IDAT" + zlib.compress(b""), b"IEND")
    chunks = (struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
