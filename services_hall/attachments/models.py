"""Database table of attached files."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Integer,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from certificate_store.encryption.columns import EncryptedText
from guides.orm import BigId, UtcDateTime
from services_hall.database import Base
from services_hall.identity.models import Account


class Attachment(Base):
    """A file uploaded by an applicant; its content is encrypted in the data folder."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    draft_key: Mapped[str | None] = mapped_column(String(80))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    name: Mapped[str] = mapped_column(EncryptedText("attachment.name"))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    file_name: Mapped[str] = mapped_column(String(80))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
