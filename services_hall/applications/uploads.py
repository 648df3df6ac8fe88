"""Files that applicants give: looked at for what they really are, encrypted, and kept by name."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

import filetype
from sqlalchemy.orm import Session

from certificate_store.encryption import EncryptedFiles
from guides.told import told
from services_hall.applications.errors import UploadRefused
from services_hall.applications.intake import public_id
from services_hall.applications.models import Attachment

LARGEST: Final = 10 * 1024 * 1024
ACCEPTED: Final = {
    "application/pdf": ("PDF", frozenset({".pdf"})),
    "image/jpeg": (told("JPG 图片"), frozenset({".jpg", ".jpeg"})),
    "image/png": (told("PNG 图片"), frozenset({".png"})),
}
ACCEPTED_ENDINGS: Final = ".pdf,.jpg,.jpeg,.png"
NAME_LENGTH: Final = 120


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked at: its bytes are what its name says."""

    name: str
    media_type: str
    data: bytes


def check(name: str, data: bytes) -> CheckedFile:
    """A file of at most 10 MB that by bytes and name is PDF, JPG or PNG; raises UploadRefused."""
    clean = _clean(name)
    if not data:
        raise UploadRefused(told("“%(name)s”是空文件，请重新选择。", name=clean))
    if len(data) > LARGEST:
        raise UploadRefused(told("“%(name)s”超过 10 MB，请压缩后再传。", name=clean))
    kind = filetype.guess(data[:8192])
    media_type = kind.mime if kind is not None else ""
    if media_type not in ACCEPTED:
        raise UploadRefused(told("“%(name)s”不是 PDF、JPG 或 PNG 文件，请换一种格式。", name=clean))
    title, endings = ACCEPTED[media_type]
    if PurePosixPath(clean).suffix.lower() not in endings:
        raise UploadRefused(
            told("“%(name)s”的内容其实是%(kind)s，与文件名不符，请核对后再传。", name=clean, kind=title)
        )
    return CheckedFile(clean, media_type, data)


def _clean(name: str) -> str:
    """The name without folders and control characters; a long one keeps its ending."""
    shown = "".join(character for character in name.replace("\\", "/") if character.isprintable())
    return PurePosixPath(shown).name.strip()[-NAME_LENGTH:] or "文件"


def keep(
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
        public_id=public_id(),
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
