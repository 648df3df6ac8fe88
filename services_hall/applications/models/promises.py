"""Database tables of promises of applicants, and of the checks of commitments."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    Date,
    ForeignKey,
)
from sqlalchemy.orm import Mapped, mapped_column

from certificate_store.encryption.columns import EncryptedText
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.models.cases import Case
from services_hall.database import Base
from services_hall.identity.models import Account


class PromiseKind(StrEnum):
    """What an applicant promised."""

    TOLERANCE = "tolerance"
    """To submit what is missing by a day (容缺受理承诺)."""
    COMMITMENT = "commitment"
    """That the conditions of the law are met (告知承诺)."""


class Promise(Base):
    """A promise that an applicant signed; its words, their hash and the identification stand on its paper."""

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    kind: Mapped[PromiseKind] = mapped_column(word_column(PromiseKind, "kind", length=16))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))


class CommitmentCheck(Base):
    """One check of a commitment after the grant: what was found, and what must be corrected by when."""

    __tablename__ = "commitment_check"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    officer_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    finding: Mapped[str] = mapped_column(EncryptedText("commitment_check.finding"))
    is_kept: Mapped[bool]
    correct_until: Mapped[date | None] = mapped_column(Date)
