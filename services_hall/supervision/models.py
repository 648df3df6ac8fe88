"""Database table of the orders of supervision (督办)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from guides.models import Agency
from guides.orm import BigId, UtcDateTime
from services_hall.applications.models import Case
from services_hall.database import Base
from services_hall.identity.models import Account


class OrderState(StrEnum):
    """How far an order is."""

    GIVEN = "given"
    ANSWERED = "answered"
    CLOSED = "closed"


class SupervisionOrder(Base):
    """An order to a body, about its work or about one case, to answer until a day."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),
        CheckConstraint("closed_at IS NULL OR answered_at IS NOT NULL", name="answered_before_closed"),
        Index("ix_supervision_order_agency_code", "agency_code", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey(Agency.code))
    case_id: Mapped[int | None] = mapped_column(ForeignKey(Case.id))
    text: Mapped[str] = mapped_column(EncryptedText("supervision_order.text"))
    answer_due_on: Mapped[date] = mapped_column(Date)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    answer: Mapped[str | None] = mapped_column(EncryptedText("supervision_order.answer"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))

    agency: Mapped[Agency] = relationship(Agency, viewonly=True)
    case: Mapped[Case | None] = relationship(Case, viewonly=True)

    @property
    def state(self) -> OrderState:
        """How far the order is."""
        if self.closed_at is not None:
            return OrderState.CLOSED
        return OrderState.GIVEN if self.answered_at is None else OrderState.ANSWERED

    def is_overdue(self, today: date) -> bool:
        """Whether the day of the answer has passed without one."""
        return self.answered_at is None and self.answer_due_on < today
