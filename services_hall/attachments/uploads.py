"""Uploads by applicants: validation of content, encryption, storage."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

import filetype
from sqlalchemy.orm import Session

from certificate_store.encryption import EncryptedFiles
from guides.errors import FieldProblem
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.models import Attachment, FileSubject
from services_hall.identity.random_tokens import new_public_id

LARGEST: Final = 10 * 1024 * 1024


class FileKind(StrEnum):
    """The accepted kinds of file, by media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class UploadFault(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    OTHER_CONTENT = "other_content"
    BROKEN = "broken"
    LOCKED = "locked"


ENDINGS: Final = {
    FileKind.PDF: (".pdf",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.PNG: (".png",),
}
ACCEPTED_ENDINGS: Final = ",".join(ending for endings in ENDINGS.values() for ending in endings)
"""The accepted endings of file names, for a form."""
NAME_LENGTH: Final = 120
_LAST_PARTS: Final = {FileKind.PDF: b"%%EOF", FileKind.JPEG: b"\xff\xd9", FileKind.PNG: b"IEND"}
"""What every complete file of a kind contains near its end; programs may append to it."""
_ENCRYPTED: Final = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
"""The entry of a PDF's trailer that a password or a restriction leaves."""


@dataclass(frozen=True)
class CheckedFile:
    """A validated file: its content matches its name."""

    name: str
    media_type: str
    data: bytes


def check_upload(name: str, data: bytes) -> CheckedFile:
    """Validate a file: at most 10 MB, PDF, JPG or PNG by content and name, complete, without a password.

    Raises UploadRefused.
    """
    clean = _clean_name(name)
    if not data:
        raise _refusal(UploadFault.EMPTY, name=clean)
    if len(data) > LARGEST:
        raise _refusal(UploadFault.TOO_LARGE, name=clean)
    kind = filetype.guess(data[:8192])
    if kind is None or kind.mime not in ENDINGS:
        raise _refusal(UploadFault.WRONG_KIND, name=clean)
    media_type = FileKind(kind.mime)
    if PurePosixPath(clean).suffix.lower() not in ENDINGS[media_type]:
        raise _refusal(UploadFault.OTHER_CONTENT, name=clean, kind=media_type)
    if _LAST_PARTS[media_type] not in data:
        raise _refusal(UploadFault.BROKEN, name=clean)
    if media_type is FileKind.PDF and _ENCRYPTED.search(data):
        raise _refusal(UploadFault.LOCKED, name=clean)
    return CheckedFile(clean, media_type, data)


def _refusal(code: UploadFault, **values: object) -> UploadRefused:
    return UploadRefused(FieldProblem(code, values))


def _clean_name(name: str) -> str:
    """The name without folders and control characters; a long name is shortened before its suffix."""
    printable = "".join(character for character in name.replace("\\", "/") if character.isprintable())
    return PurePosixPath(printable).name.strip()[-NAME_LENGTH:] or "文件"


def copy_upload(
    session: Session, source: Attachment, *, owner_id: int, subject: FileSubject, now: datetime
) -> Attachment:
    """A second row for the encrypted file of `source`, for another subject; the file is not written again."""
    attachment = Attachment(
        public_id=new_public_id(),
        owner_id=owner_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_key=subject.key,
        name=source.name,
        media_type=source.media_type,
        size=source.size,
        sha256=source.sha256,
        file_name=source.file_name,
        uploaded_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment


def store_upload(
    session: Session,
    files: EncryptedFiles,
    checked: CheckedFile,
    *,
    owner_id: int,
    subject: FileSubject,
    now: datetime,
) -> Attachment:
    """Write the encrypted file durably, then its row; the file exists before the row is committed."""
    attachment = Attachment(
        public_id=new_public_id(),
        owner_id=owner_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_key=subject.key,
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.data),
        sha256=hashlib.sha256(checked.data).digest(),
        file_name=files.put(checked.data),
        uploaded_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment
