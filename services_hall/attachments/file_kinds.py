"""Accepted file types, recognised by content and by file extension."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

import filetype

HEAD: Final = 8192
OFD_ENDING: Final = ".ofd"
_PDF_HEAD: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\x00\s]{0,1024}%PDF-")
"""A byte order mark and line breaks before the header are the work of mail programs; readers ignore them."""


class FileKind(StrEnum):
    """The accepted kinds of file, by media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    WEBP = "image/webp"


PICTURES: Final = frozenset(FileKind) - {FileKind.PDF}
CONVERTED: Final = frozenset({FileKind.HEIC, FileKind.WEBP})
"""The kinds that the programs of an agency may not open: they get a JPEG, the original is kept."""
ENDINGS: Final = {
    FileKind.PDF: (".pdf",),
    FileKind.JPEG: (".jpg", ".jpeg", ".jfif", ".jpe"),
    FileKind.PNG: (".png",),
    FileKind.HEIC: (".heic", ".heif", ".hif"),
    FileKind.WEBP: (".webp",),
}
ACCEPTED: Final = ",".join(
    [*FileKind, "image/heif", *(ending for endings in ENDINGS.values() for ending in endings)]
)
"""What a form offers to choose: media types, by which a phone offers its camera, and endings of names."""
_HEIF: Final = "image/heif"


def kind_of(data: bytes) -> FileKind | None:
    """The kind of the content; None for one that is not accepted."""
    if _PDF_HEAD.match(data[:HEAD]):
        return FileKind.PDF
    guess = filetype.guess(data[:HEAD])
    if guess is None:
        return None
    mime = FileKind.HEIC if guess.mime == _HEIF else guess.mime
    return FileKind(mime) if mime in ENDINGS else None


def is_named_as(name: str, kind: FileKind) -> bool:
    """Whether the ending of the name is one of this kind."""
    return PurePosixPath(name).suffix.lower() in ENDINGS[kind]


def is_ofd(name: str, data: bytes) -> bool:
    """Whether this is a document in the format of GB/T 33190, an archive with an OFD.xml."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    if PurePosixPath(name).suffix.lower() == OFD_ENDING:
        return True
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "OFD.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
