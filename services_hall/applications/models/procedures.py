"""Database tables of special procedures and of extensions of the decision limit."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from certificate_store.encryption.columns import EncryptedText
from guides.enumerations import Unit
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.models.cases import Case
from services_hall.database import Base
from services_hall.identity.models import Account


class ProcedureKind(StrEnum):
    """The special procedures whose time does not count (行政许可法 art. 45)."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    GOODS_EXAMINATION = "goods_examination"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"


class SpecialProcedure(Base):
    """A procedure whose days do not count.

    The applicant is told in writing how long it takes (特别程序告知书),
    and of its end by a notice in the hall.
    """

    __tablename__ = "special_procedure"
    __table_args__ = (
        Index(
            "ux_special_procedure_one_open",
            "case_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        CheckConstraint("ended_on >= begun_on", name="order_of_days"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    kind: Mapped[ProcedureKind] = mapped_column(word_column(ProcedureKind, "kind", length=24))
    reason: Mapped[str] = mapped_column(EncryptedText("special_procedure.reason"))
    begun_on: Mapped[date] = mapped_column(Date)
    planned_until: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))


class LimitExtension(Base):
    """An extension of the decision limit: applied for by one officer, approved by the head, once a case."""

    __tablename__ = "limit_extension"
    __table_args__ = (CheckConstraint("approved_by_id <> asked_by_id", name="two_persons"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), unique=True)
    amount: Mapped[int] = mapped_column(Integer)
    unit: Mapped[Unit] = mapped_column(word_column(Unit, "unit", length=16))
    reason: Mapped[str] = mapped_column(EncryptedText("limit_extension.reason"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approval: Mapped[str | None] = mapped_column(EncryptedText("limit_extension.approval"))
    """Who approved it at the government, and under which number, if it organised the handling (art. 42)."""
