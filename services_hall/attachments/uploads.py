"""Files that applicants give: looked at for what they really are, encrypted, and kept by name."""

import hashlib
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
from services_hall.attachments.models import Attachment
from services_hall.identity.random_tokens import new_public_id

LARGEST: Final = 10 * 1024 * 1024


class FileKind(StrEnum):
    """The kinds of file that are accepted, by media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class UploadFault(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    OTHER_CONTENT = "other_content"


ENDINGS: Final = {
    FileKind.PDF: frozenset({".pdf"}),
    FileKind.JPEG: frozenset({".jpg", ".jpeg"}),
    FileKind.PNG: frozenset({".png"}),
}
ACCEPTED_ENDINGS: Final = ".pdf,.jpg,.jpeg,.png"
NAME_LENGTH: Final = 120


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked at: its bytes are what its name says."""

    name: str
    media_type: str
    data: bytes


def check_upload(name: str, data: bytes) -> CheckedFile:
    """A file of at most 10 MB that by bytes and name is PDF, JPG or PNG; raises UploadRefused."""
    clean = _clean(name)
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
    return CheckedFile(clean, media_type, data)


def _refusal(code: UploadFault, **values: object) -> UploadRefused:
    return UploadRefused(FieldProblem(code, values))


def _clean(name: str) -> str:
    """The name without folders and control characters; a long one keeps its ending."""
    shown = "".join(character for character in name.replace("\\", "/") if character.isprintable())
    return PurePosixPath(shown).name.strip()[-NAME_LENGTH:] or "文件"


def store_upload(
    session: Session,
    files: EncryptedFiles,
    checked: CheckedFile,
    *,
    owner_id: int,
    draft_id: int | None,
    draft_key: str | None,
    now: datetime,
) -> Attachment:
    """Writes the file durably and its row; the file lies there before the row commits."""
    attachment = Attachment(
        public_id=new_public_id(),
        owner_id=owner_id,
        draft_id=draft_id,
        draft_key=draft_key,
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
