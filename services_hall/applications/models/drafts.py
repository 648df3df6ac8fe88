"""Database table of drafts: unfinished applications."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    String,
    and_,
    false,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedJson
from guides.models import (
    Division,
)
from guides.orm import BigId, UtcDateTime
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.models.applications import PUBLIC_ID, Application
from services_hall.attachments.models import Attachment
from services_hall.database import Base
from services_hall.identity.models import Account


class Draft(Base):
    """An unfinished application, stored between pages and pinned to the editions of its form."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    code: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    editions: Mapped[dict[str, int]] = mapped_column(JSON)
    division_code: Mapped[str | None] = mapped_column(ForeignKey(Division.code))
    scenario: Mapped[dict[str, str]] = mapped_column(EncryptedJson("draft.scenario"))
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("draft.answers"))
    consent: Mapped[bool | None]
    """Whether the holder permits the use of certificates; None while it is not chosen."""
    is_tolerance_chosen: Mapped[bool] = mapped_column(server_default=false())
    originals_seen: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    """The keys of the materials whose originals a clerk has seen."""
    holder: Mapped[dict[str, str] | None] = mapped_column(EncryptedJson("draft.holder"))
    """The applicant of a draft that a clerk began before drafts had parties; no longer written."""
    parties: Mapped[list[dict[str, Any]] | None] = mapped_column(EncryptedJson("draft.parties"))
    """The parties, as `Party.as_json` writes them; None for one's own draft from before that."""
    source: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("draft.source"))
    """The certificate from which the application starts, as `SourceCertificate.as_json` writes it."""
    licence: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("draft.licence"))
    """The business licence of the store that fills in the form, as `BusinessLicence.as_json` writes it."""
    submission: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("draft.submission"))
    """What was submitted for joint applicants to confirm; None while the draft can be changed."""
    last_look: Mapped[dict[str, str] | None] = mapped_column(JSON)
    """What the applicant confirmed at a window: the digest of the content, the way, the instant."""
    application_id: Mapped[int | None] = mapped_column(ForeignKey(Application.id))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def applicant_name(self) -> str:
        """The name of the applicant, or an empty text in one's own draft from before drafts had parties."""
        if self.parties:
            return str(self.parties[0]["name"])
        return "" if self.holder is None else self.holder["name"]

    attachments: Mapped[list[Attachment]] = relationship(
        Attachment,
        primaryjoin=lambda: and_(
            Attachment.subject_kind == SubjectKind.DRAFT.value,
            foreign(Attachment.subject_id) == Draft.id,
        ),
        order_by=(Attachment.position, Attachment.id),
        viewonly=True,
    )
