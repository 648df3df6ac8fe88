"""Database table of attached files, and the subjects that own them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    """A file that belongs to one subject; its content is encrypted in the data folder.

    Several files of one filed material are a group in order: what refers to the material names the first one.
    """

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
    first_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    """The first file of its group; None for a file that is the first one, or alone, or not filed yet."""
    position: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    """The place among the files of the same material, from 1."""
    quarter_turns: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often a picture was turned clockwise by 90 degrees, from 0 to 3."""
    thumbnail_file_name: Mapped[str | None] = mapped_column(String(80))
    pages: Mapped[int | None] = mapped_column(Integer)
    """How many pages a PDF has; None for a picture, and for what was uploaded before they were counted."""
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    others: Mapped[list["Attachment"]] = relationship(
        order_by=lambda: (Attachment.position, Attachment.id), viewonly=True
    )
    """The other files of the group of which this is the first one, in order."""

    @property
    def group(self) -> list["Attachment"]:
        """This file and the others of its group, in order."""
        return [self, *self.others]
