"""Database tables of how an agency divides its work: absences with a substitute, saved views of the list."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guides.orm import BigId, UtcDateTime
from services_hall.database import Base
from services_hall.identity.models import Account


class OfficerAbsence(Base):
    """Days, both included, on which a substitute handles the cases of an officer.

    One that ends early does so with the day `ended_on`, on which it no longer holds.
    """

    __tablename__ = "officer_absence"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("officer_id <> substitute_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SavedView(Base):
    """Filters of the case list that an officer saved under a name; never what identifies an applicant."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    filters: Mapped[dict[str, str]] = mapped_column(JSON)
