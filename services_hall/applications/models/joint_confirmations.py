"""Database table of the confirmations of joint applicants, before their application is filed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from certificate_store.holders import Holder, IdentifierType
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.models.drafts import Draft
from services_hall.applications.parties import Identification
from services_hall.applications.parties.joint_applicants import JointAnswer
from services_hall.database import Base
from services_hall.identity.models import Account


class JointConfirmation(Base):
    """What a joint applicant answered to a draft that waits for everybody's confirmation."""

    __tablename__ = "joint_confirmation"
    __table_args__ = (UniqueConstraint("draft_id", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey(Draft.id, ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    """The place among the parties of the draft, from 0."""
    name: Mapped[str] = mapped_column(EncryptedText("joint_confirmation.name"))
    identifier_type: Mapped[IdentifierType] = mapped_column(
        word_column(IdentifierType, "identifier_type", length=3, is_checked=False)
    )
    identifier: Mapped[str] = mapped_column(EncryptedText("joint_confirmation.identifier"))
    holder_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    answer: Mapped[JointAnswer] = mapped_column(
        word_column(JointAnswer, "answer", length=16, is_checked=False)
    )
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    """The account of the joint applicant, or of the clerk who saw the document."""
    identification: Mapped[Identification | None] = mapped_column(
        word_column(Identification, "identification", length=16, is_checked=False)
    )
    has_consented: Mapped[bool | None]
    """Whether the joint applicant permits the use of their certificates."""
    phone: Mapped[str | None] = mapped_column(EncryptedText("joint_confirmation.phone"))

    draft: Mapped[Draft] = relationship(Draft)

    @property
    def holder(self) -> Holder:
        """The joint applicant, as a holder in the certificate store."""
        return Holder.of_record(self.name, self.identifier_type, self.identifier)
