"""Reading of uploaded files; the libraries for PDF documents and pictures are loaded with the first file.

pypdf, Pillow and the reader of HEIC take 25 MB of a process, which most requests never need.
"""

from collections.abc import Iterable

from services_hall.attachments.file_kinds import FileKind
from services_hall.attachments.first_pages import first_page

__all__ = ["as_jpeg", "checked_pages", "checked_thumbnail", "first_page", "one_pdf", "turned"]


def checked_pages(data: bytes) -> int:
    """How many pages a PDF has; raises PdfUnreadable or PdfLocked."""
    from services_hall.attachments import pdf_files  # noqa: PLC0415 - loads pypdf

    return pdf_files.checked_pages(data)


def checked_thumbnail(data: bytes, kind: FileKind) -> bytes:
    """The thumbnail of a picture.

    Raises PictureUnreadable, PictureTooSmall, PictureTooLarge or PictureBlank.
    """
    from services_hall.attachments import pictures  # noqa: PLC0415 - loads Pillow

    return pictures.thumbnail(pictures.checked_preview(data, kind))


def as_jpeg(data: bytes, kind: FileKind) -> bytes:
    """The checked picture as an upright JPEG without the place where it was taken."""
    from services_hall.attachments import pictures  # noqa: PLC0415 - loads Pillow

    return pictures.as_jpeg(data, kind)


def turned(data: bytes, kind: FileKind, quarter_turns: int) -> tuple[bytes, bytes]:
    """The checked picture turned clockwise so often by 90 degrees, as a JPEG, and its thumbnail."""
    from services_hall.attachments import pictures  # noqa: PLC0415 - loads Pillow

    return pictures.turned(data, kind, quarter_turns)


def one_pdf(files: Iterable[tuple[FileKind, bytes]]) -> bytes:
    """The pages of all files in order; raises FilesNotBound."""
    from services_hall.attachments import combined_pdf  # noqa: PLC0415 - loads pypdf and Pillow

    return combined_pdf.one_pdf(files)
