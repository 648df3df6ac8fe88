"""Database table of attached files, and the subjects that own them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from certificate_store.encryption.columns import EncryptedText
from guides.orm import BigId, UtcDateTime
from services_hall.database import Base
from services_hall.identity.models import Account

UPLOADER: Final = "account"
"""The kind of subject of a file that was uploaded by a program and is not part of anything yet."""


@dataclass(frozen=True)
class FileSubject:
    """What a file belongs to: the kind and id of a subject, and the file's key within it, if it has one."""

    kind: str
    id: int
    key: str | None = None


class Attachment(Base):
    """A file that belongs to one subject; its content is encrypted in the data folder."""

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigId)
    subject_key: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(EncryptedText("attachment.name"))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    file_name: Mapped[str] = mapped_column(String(80))
    original_file_name: Mapped[str | None] = mapped_column(String(80))
    """The file as it was sent, where `file_name` was converted from it."""
    original_media_type: Mapped[str | None] = mapped_column(String(80))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
