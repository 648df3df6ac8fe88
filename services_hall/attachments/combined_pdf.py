"""Combination of several files, pictures and PDF documents, into one PDF."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

from pypdf import PdfReader, PdfWriter

from services_hall.attachments import pdf_files, pictures
from services_hall.attachments.errors import FilesNotBound
from services_hall.attachments.file_kinds import FileKind

LONGEST_SIDE: Final = 3500
"""Pixels of a picture on its page: 300 for each inch of A4."""
SHEET: Final = (8.27, 11.69)
"""Inches of A4."""
QUALITY: Final = 85


def one_pdf(files: Iterable[tuple[FileKind, bytes]]) -> bytes:
    """The pages of all files in order; a picture is a page of its own, upright, no larger than A4.

    Raises FilesNotBound where the pages of a file cannot be copied.
    """
    writer = PdfWriter()
    try:
        for kind, data in files:
            writer.append(_document(data) if kind is FileKind.PDF else PdfReader(BytesIO(_page(data, kind))))
        written = BytesIO()
        writer.write(written)
    except pdf_files.FAULTS as fault:
        raise FilesNotBound from fault
    return written.getvalue()


def _document(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


def _page(data: bytes, kind: FileKind) -> bytes:
    """The picture as a PDF of one page."""
    picture = pictures.shrunk(data, kind, LONGEST_SIDE)
    width, height = sorted(picture.size)
    written = BytesIO()
    dots = max(width / SHEET[0], height / SHEET[1])
    picture.save(written, "PDF", resolution=dots, quality=QUALITY)
    return written.getvalue()
