"""Database tables of prior notices and of hearings."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from certificate_store.encryption.columns import EncryptedText
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.models.cases import Case
from services_hall.attachments.models import Attachment
from services_hall.database import Base
from services_hall.identity.models import Account


class NoticeKind(StrEnum):
    """Why somebody is heard before a decision."""

    ANNULMENT = "annulment"
    GRANT_WITHDRAWAL = "grant_withdrawal"
    THIRD_PARTY = "third_party"
    HEARING = "hearing"

    @property
    def is_before_decision(self) -> bool:
        """Whether the notice comes before the decision on an application, and not before a grant ends."""
        return self not in {NoticeKind.ANNULMENT, NoticeKind.GRANT_WITHDRAWAL}


class PriorNotice(Base):
    """A notice of the right to be heard before a burdening decision, and the statement that answered it.

    One without `addressee` is the applicant's. The demand of a hearing counts until `demand_withdrawn_at`;
    `heard_at` is when the hearing was recorded.
    """

    __tablename__ = "prior_notice"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    kind: Mapped[NoticeKind] = mapped_column(word_column(NoticeKind, "kind", length=24))
    addressee: Mapped[str | None] = mapped_column(EncryptedText("prior_notice.addressee"))
    text: Mapped[str] = mapped_column(EncryptedText("prior_notice.text"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    answer_until: Mapped[date] = mapped_column(Date)
    statement: Mapped[str | None] = mapped_column(EncryptedText("prior_notice.statement"))
    statement_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    record_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))
    hearing_demanded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    demand_withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def awaits_hearing(self) -> bool:
        """Whether a hearing was demanded that was neither held nor given up."""
        demanded = self.hearing_demanded_at is not None
        return demanded and self.demand_withdrawn_at is None and self.heard_at is None


class Hearing(Base):
    """A hearing before a decision: day and place as told (行政许可法 art. 48), and its record (听证笔录).

    `subject` is what the public is told of a hearing that the agency holds on its own initiative (art. 46);
    None for one that was demanded.
    """

    __tablename__ = "hearing"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    planned_on: Mapped[date] = mapped_column(Date)
    planned_time: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str | None] = mapped_column(Text)
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    announced_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    held_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    record_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))


class HearingRegistration(Base):
    """Somebody who registered to take part in a hearing that the public was told of, with their consent.

    Deleted some time after the hearing.
    """

    __tablename__ = "hearing_registration"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey(Hearing.id), index=True)
    name: Mapped[str] = mapped_column(EncryptedText("hearing_registration.name"))
    phone: Mapped[str] = mapped_column(EncryptedText("hearing_registration.phone"))
    wants_to_speak: Mapped[bool] = mapped_column(Boolean)
    topic: Mapped[str] = mapped_column(EncryptedText("hearing_registration.topic"))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
