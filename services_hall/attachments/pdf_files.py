"""Checks of uploaded PDF files: no password, complete."""

from io import BytesIO
from typing import Final

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from services_hall.attachments.errors import PdfLocked, PdfUnreadable

TAIL: Final = 4096
END: Final = b"%%EOF"
FAULTS: Final = (
    PyPdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the reader raises for damaged files, beside its own errors."""


def checked_pages(data: bytes) -> int:
    """How many pages the file has; raises PdfUnreadable or PdfLocked.

    Restrictions of a file that opens for everybody do not matter.
    """
    if END not in data.rstrip(b"\x00\t\r\n\f ")[-TAIL:]:
        raise PdfUnreadable
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise PdfLocked
        pages = len(reader.pages)
    except FAULTS as error:
        raise PdfUnreadable from error
    if not pages:
        raise PdfUnreadable
    return pages
