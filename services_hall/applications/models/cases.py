"""Database tables of cases, their steps, their events, and what they wait for."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from guides.enumerations import LimitEnd, Unit
from guides.models import (
    Agency,
    Division,
    Implementation,
)
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.lifecycle import (
    UNDECIDED,
    CaseAction,
    CaseOutcome,
    CaseStanding,
    CaseState,
)
from services_hall.applications.models.applications import PUBLIC_ID, Application
from services_hall.applications.models.indexes import case_indexes, one_of, partial_index
from services_hall.applications.models.items import ApplicationItem
from services_hall.applications.numbering import case_number
from services_hall.casework.models import EventColumns, StepColumns
from services_hall.database import Base
from services_hall.identity.models import Account

if TYPE_CHECKING:
    from services_hall.applications.models.papers import CasePaper


ITEM_OF_CASE: Final = "uq_agency_case_id_application_item_id"
"""The index with which rows that name a case and its item agree by a composite foreign key."""


class Case(Base):
    """One item of an application at one agency: its own acceptance, deadlines, decision and papers."""

    __tablename__ = "agency_case"
    __table_args__ = (
        UniqueConstraint("application_id", "position"),
        CheckConstraint(
            "state = 'waiting' OR received_at IS NOT NULL OR state IN ('terminated', 'withdrawn')",
            name="received",
        ),
        CheckConstraint(
            f"({one_of('state', tuple(sorted(UNDECIDED)))}) = (outcome IS NULL)", name="outcome_of_state"
        ),
        Index(ITEM_OF_CASE, "id", "application_item_id", unique=True),
        *case_indexes(),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey(Application.id))
    application_item_id: Mapped[int] = mapped_column(ForeignKey(ApplicationItem.id), unique=True)
    position: Mapped[int] = mapped_column(Integer)
    filed_on: Mapped[date] = mapped_column(Date)
    item_code: Mapped[str] = mapped_column(String(64))
    item_name: Mapped[str] = mapped_column(String(300))
    agency_code: Mapped[str] = mapped_column(ForeignKey(Agency.code))
    division_code: Mapped[str] = mapped_column(ForeignKey(Division.code))
    implementation_id: Mapped[int] = mapped_column(ForeignKey(Implementation.id))
    state: Mapped[CaseState] = mapped_column(word_column(CaseState, "state", length=24))
    outcome: Mapped[CaseOutcome | None] = mapped_column(word_column(CaseOutcome, "outcome", length=24))
    is_by_commitment: Mapped[bool] = mapped_column(Boolean)
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acceptance_due_on: Mapped[date | None] = mapped_column(Date)
    is_acceptance_provisional: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    supplement_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supplement_due_on: Mapped[date | None] = mapped_column(Date)
    tolerance_due_on: Mapped[date | None] = mapped_column(Date)
    supply_plea_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When force majeure was pleaded against the day of the promised materials; None once it is answered."""
    is_deemed_accepted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    decision_due_on: Mapped[date | None] = mapped_column(Date)
    is_due_provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    limit_amount: Mapped[int | None] = mapped_column(Integer)
    limit_unit: Mapped[Unit | None] = mapped_column(
        word_column(Unit, "limit_unit", length=16, is_checked=False)
    )
    limit_ends_with: Mapped[LimitEnd | None] = mapped_column(
        word_column(LimitEnd, "limit_ends_with", length=16, is_checked=False)
    )
    """The event by which the decision limit must be met: the decision itself, or the handing over."""
    clock_starts_on: Mapped[date | None] = mapped_column(Date)
    legal_due_on: Mapped[date | None] = mapped_column(Date)
    paused_on: Mapped[date | None] = mapped_column(Date)
    paused_until: Mapped[date | None] = mapped_column(Date)
    """The day on which the running special procedure is planned to end."""
    delay_reason: Mapped[str | None] = mapped_column(EncryptedText("agency_case.delay_reason"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    reason: Mapped[str | None] = mapped_column(EncryptedText("agency_case.reason"))
    basis_key: Mapped[str | None] = mapped_column(String(64))
    certificate_identifier: Mapped[str | None] = mapped_column(String(120))
    assigned_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    subject_name: Mapped[str | None] = mapped_column(String(200))
    is_licence_checked: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether the officer confirmed that the licence, which is not from the store, names the operator."""
    result_entry: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("agency_case.result_entry"))
    """What the body decided of the certificate other than by default: a `ResultEntry`."""
    issue_due_on: Mapped[date | None] = mapped_column(Date)
    correction_due_on: Mapped[date | None] = mapped_column(Date)
    barred_until: Mapped[date | None] = mapped_column(Date)
    """Until when the applicant may not apply for this item again (行政许可法 arts. 78, 79)."""
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship(back_populates="cases")
    application_item: Mapped[ApplicationItem] = relationship(ApplicationItem)
    agency: Mapped[Agency] = relationship(Agency, viewonly=True)
    implementation: Mapped[Implementation] = relationship(Implementation, viewonly=True)
    events: Mapped[list["CaseEvent"]] = relationship(back_populates="case", order_by="CaseEvent.id")
    steps: Mapped[list["CaseStep"]] = relationship(back_populates="case", order_by="CaseStep.position")
    papers: Mapped[list["CasePaper"]] = relationship(
        primaryjoin="foreign(CasePaper.subject_id) == Case.id",
        order_by="CasePaper.id",
        viewonly=True,
    )
    waits: Mapped[list["CaseWait"]] = relationship(back_populates="case", foreign_keys="CaseWait.case_id")

    @property
    def number(self) -> str:
        """The case's number."""
        return case_number(self.application_id, self.filed_on, self.position)

    @property
    def standing(self) -> CaseStanding:
        """What the application's state depends on."""
        return CaseStanding(self.state, self.delivered_at is not None)


class CaseWait(Base):
    """A case that waits for the result of another case of the same application."""

    __tablename__ = "case_wait"

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), primary_key=True)
    waits_for_id: Mapped[int] = mapped_column(ForeignKey(Case.id), primary_key=True, index=True)

    case: Mapped[Case] = relationship(Case, foreign_keys=[case_id], back_populates="waits")
    waits_for: Mapped[Case] = relationship(Case, foreign_keys=[waits_for_id])


class CaseStep(StepColumns, Base):
    """A step of a case, with its own due day where the guide defines one."""

    __tablename__ = "case_step"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))

    case: Mapped[Case] = relationship(back_populates="steps")


class CaseEvent(EventColumns, Base):
    """A change of a case; append-only, except that its number in the feed is given after the commit."""

    __tablename__ = "case_event"
    __table_args__ = (
        partial_index("unnumbered", "id", where="feed_number IS NULL", table="case_event"),
        partial_index(
            "feed",
            "feed_agency",
            "feed_number",
            where="feed_number IS NOT NULL",
            table="case_event",
            is_unique=True,
        ),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    action: Mapped[CaseAction] = mapped_column(word_column(CaseAction, "action", length=32, is_checked=False))
    old_state: Mapped[CaseState | None] = mapped_column(
        word_column(CaseState, "old_state", length=24, is_checked=False)
    )
    new_state: Mapped[CaseState] = mapped_column(
        word_column(CaseState, "new_state", length=24, is_checked=False)
    )

    feed_agency: Mapped[str | None] = mapped_column(String(18))
    feed_number: Mapped[int | None] = mapped_column(BigId)

    case: Mapped[Case] = relationship(back_populates="events")
