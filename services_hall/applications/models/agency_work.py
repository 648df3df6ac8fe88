"""Database tables of the agency's own work on a case: notes, opinions and on-site checks."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from guides.models import Agency
from guides.orm import BigId, UtcDateTime
from services_hall.applications.models.cases import Case
from services_hall.database import Base
from services_hall.identity.models import Account


class CaseNote(Base):
    """A note of an officer that the applicant does not see."""

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    text: Mapped[str] = mapped_column(EncryptedText("case_note.text"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseOpinion(Base):
    """An opinion that the agency of a case asked of another agency, with its answer."""

    __tablename__ = "case_opinion"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey(Agency.code), index=True)
    question: Mapped[str] = mapped_column(EncryptedText("case_opinion.question"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    answer: Mapped[str | None] = mapped_column(EncryptedText("case_opinion.answer"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))

    case: Mapped[Case] = relationship(Case)
    agency: Mapped[Agency] = relationship(Agency, viewonly=True)


class SiteCheck(Base):
    """An on-site verification by two officers with its record (行政许可法 art. 34).

    Several agencies can visit the place together: `joins_id` is the check of another case of the application
    whose day and place this one shares. The visit took place on `visited_on` and was recorded at `done_at`;
    `unsigned_reason` says why the applicant's side did not sign the record.
    """

    __tablename__ = "site_check"
    __table_args__ = (CheckConstraint("first_officer_id <> second_officer_id", name="two_officers"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    planned_on: Mapped[date] = mapped_column(Date)
    planned_time: Mapped[str] = mapped_column(String(40), default="", server_default="")
    place: Mapped[str] = mapped_column(EncryptedText("site_check.place"))
    joins_id: Mapped[int | None] = mapped_column(ForeignKey("site_check.id"))
    first_officer_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    second_officer_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    visited_on: Mapped[date | None] = mapped_column(Date)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    record: Mapped[str | None] = mapped_column(EncryptedText("site_check.record"))
    unsigned_reason: Mapped[str | None] = mapped_column(EncryptedText("site_check.unsigned_reason"))
    is_passed: Mapped[bool | None]
    moved_from: Mapped[date | None] = mapped_column(Date)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    change_reason: Mapped[str | None] = mapped_column(EncryptedText("site_check.change_reason"))

    case: Mapped[Case] = relationship(Case)

    @property
    def is_open(self) -> bool:
        """Whether the visit is still to come."""
        return self.done_at is None and self.cancelled_at is None
