"""Database tables of applications, cases, their events and papers."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from certificate_store.holders import Holder, IdentifierType
from guides.enumerations import ItemType, LimitEnd, Unit
from guides.models import (
    Agency,
    BundleEdition,
    Division,
    Implementation,
)
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.case_indexes import case_indexes, one_of, partial_index
from services_hall.applications.enumerations import (
    THIRD_PARTY_PAPERS,
    Channel,
    DeliveryWay,
    PaperCode,
    SubjectKind,
)
from services_hall.applications.item_models import ApplicationItem
from services_hall.applications.lifecycle import (
    GRANT_ENDED,
    UNDECIDED,
    ApplicationState,
    CaseAction,
    CaseOutcome,
    CaseStanding,
    CaseState,
    application_state,
)
from services_hall.applications.numbering import application_number, case_number
from services_hall.applications.organisation_people import OrganisationPeople
from services_hall.applications.parties import PartyRole
from services_hall.applications.party_models import ApplicationParty
from services_hall.casework.models import EventColumns, StepColumns
from services_hall.database import Base
from services_hall.documents.models import Paper
from services_hall.identity.models import Account
from services_hall.identity.sole_traders import SoleTrader

PUBLIC_ID: Final = String(32)


class Application(Base):
    """An application for one item or a bundle; its state is derived from its cases."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("filed_by_id", "idempotency_key"),
        partial_index(
            "source", "source_certificate", where="source_certificate IS NOT NULL", table="application"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True)
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    bundle_edition_id: Mapped[int | None] = mapped_column(ForeignKey(BundleEdition.id))
    division_code: Mapped[str] = mapped_column(ForeignKey(Division.code))
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    filed_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    channel: Mapped[Channel] = mapped_column(word_column(Channel, "channel", length=10))
    holder_name: Mapped[str] = mapped_column(EncryptedText("application.holder_name"))
    holder_identifier_type: Mapped[IdentifierType] = mapped_column(
        word_column(IdentifierType, "holder_identifier_type", length=3, is_checked=False)
    )
    holder_identifier: Mapped[str] = mapped_column(EncryptedText("application.holder_identifier"))
    holder_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    holder_name_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    phone: Mapped[str] = mapped_column(EncryptedText("application.phone"))
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    scenario: Mapped[dict[str, str]] = mapped_column(EncryptedJson("application.scenario"))
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("application.answers"))
    idempotency_key: Mapped[str] = mapped_column(String(80))
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    grant_request: Mapped[str] = mapped_column(String(64))
    delivery_way: Mapped[DeliveryWay] = mapped_column(
        word_column(DeliveryWay, "delivery_way", length=16, is_checked=False),
        default=DeliveryWay.ELECTRONIC,
        server_default=DeliveryWay.ELECTRONIC.value,
    )
    delivery_consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivery_address: Mapped[str | None] = mapped_column(EncryptedText("application.delivery_address"))
    source_certificate: Mapped[str | None] = mapped_column(String(120))
    """The certificate that is renewed, changed, replaced or cancelled; then its last day when filed."""
    source_valid_to: Mapped[date | None] = mapped_column(Date)
    is_late_renewal: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    filed_on: Mapped[date] = mapped_column(Date)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    items: Mapped[list[ApplicationItem]] = relationship(ApplicationItem, order_by=ApplicationItem.position)
    cases: Mapped[list["Case"]] = relationship(back_populates="application", order_by="Case.position")
    parties: Mapped[list[ApplicationParty]] = relationship(
        ApplicationParty,
        primaryjoin=lambda: foreign(ApplicationParty.application_id) == Application.id,
        order_by=ApplicationParty.position,
        viewonly=True,
    )
    own_papers: Mapped[list["ApplicationPaper"]] = relationship(
        primaryjoin=lambda: foreign(ApplicationPaper.subject_id) == Application.id,
        order_by=lambda: ApplicationPaper.id,
        viewonly=True,
    )

    @property
    def number(self) -> str:
        """The application's number."""
        return application_number(self.id, self.filed_on)

    @property
    def holder(self) -> Holder:
        """The applicant, as a holder in the certificate store."""
        return Holder.of_record(self.holder_name, self.holder_identifier_type, self.holder_identifier)

    @property
    def agent(self) -> ApplicationParty | None:
        """Who acts for the applicant, if somebody does."""
        return next((party for party in self.parties if party.role is PartyRole.AGENT), None)

    @property
    def people(self) -> OrganisationPeople | None:
        """The legal representative and the contact of an organisation that applies."""
        return next((party.people for party in self.parties if party.people is not None), None)

    @property
    def joint_applicants(self) -> list[ApplicationParty]:
        """Those who apply together with the applicant."""
        return [party for party in self.parties if party.role is PartyRole.APPLICANT][1:]

    @property
    def sole_trader(self) -> SoleTrader | None:
        """The trade under which the applicant applies."""
        return self.parties[0].sole_trader if self.parties else None

    @property
    def applicant_names(self) -> str:
        """The names of all applicants, the first applicant first."""
        return "、".join((self.holder_name, *(party.name for party in self.joint_applicants)))

    def applicant_with_number(self, number: int) -> Holder:
        """The applicant with this number, from 1; the first where there is none with it."""
        if 1 < number <= len(self.joint_applicants) + 1:
            return self.joint_applicants[number - 2].holder
        return self.holder

    @property
    def papers(self) -> list["AnyPaper"]:
        """Its receipt and its cases' papers for the applicant, in the order in which they were written."""
        of_cases = [paper for case in self.cases for paper in case.papers if paper.is_for_applicant]
        papers: list[AnyPaper] = [*self.own_papers, *of_cases]
        return sorted(papers, key=lambda paper: paper.id)

    @property
    def state(self) -> ApplicationState:
        """The state derived from the cases."""
        return application_state([case.standing for case in self.cases])


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
        primaryjoin=lambda: foreign(CasePaper.subject_id) == Case.id,
        order_by=lambda: CasePaper.id,
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
    """A change of a case; append-only."""

    __tablename__ = "case_event"

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    action: Mapped[CaseAction] = mapped_column(word_column(CaseAction, "action", length=32, is_checked=False))
    old_state: Mapped[CaseState | None] = mapped_column(
        word_column(CaseState, "old_state", length=24, is_checked=False)
    )
    new_state: Mapped[CaseState] = mapped_column(
        word_column(CaseState, "new_state", length=24, is_checked=False)
    )

    case: Mapped[Case] = relationship(back_populates="events")


class ApplicationPaper(Paper):
    """A paper of a whole application: its receipt."""

    __mapper_args__ = {"polymorphic_identity": SubjectKind.APPLICATION.value}  # noqa: RUF012

    application: Mapped[Application] = relationship(
        Application, primaryjoin=foreign(Paper.subject_id) == Application.id, viewonly=True
    )

    @property
    def subject_name(self) -> str:
        """The name of the guide or bundle."""
        return self.application.name

    @property
    def masked_holder_name(self) -> str:
        """The masked name of the application's holder."""
        return self.application.holder.masked_name

    @property
    def case(self) -> None:
        """No case: it is about the application."""
        return None

    @property
    def case_id(self) -> None:
        """No case: it is about the application."""
        return None


class CasePaper(Paper):
    """A paper that an agency issues in one case."""

    __mapper_args__ = {"polymorphic_identity": SubjectKind.CASE.value}  # noqa: RUF012

    case: Mapped[Case] = relationship(Case, primaryjoin=foreign(Paper.subject_id) == Case.id, viewonly=True)

    @property
    def case_id(self) -> int:
        """The id of its case."""
        return self.subject_id

    @property
    def application(self) -> Application:
        """The application of its case."""
        return self.case.application

    @property
    def is_for_applicant(self) -> bool:
        """Whether the applicant reads it; what third parties were told names them."""
        if self.kind in {PaperCode.HEARING_NOTICE, PaperCode.DELIVERY_RECEIPT}:
            return not (self.details or {}).get("addressee")
        return self.kind not in THIRD_PARTY_PAPERS

    @property
    def subject_name(self) -> str:
        """The name of the item."""
        return self.case.item_name

    @property
    def lapse_cause(self) -> str | None:
        """Why the paper no longer holds: it is void, or the grant that it states has ended."""
        has_ended = PaperCode(self.kind).is_result and self.case.state in GRANT_ENDED
        return super().lapse_cause or (self.case.state.value if has_ended else None)

    @property
    def outcome_code(self) -> str | None:
        """The outcome of the case, once it has one."""
        return self.case.outcome

    @property
    def item_type(self) -> ItemType:
        """The type of the item of the case, by its pinned edition."""
        return self.case.application_item.edition.terms.item_type

    @property
    def state_code(self) -> str | None:
        """The present state of the case."""
        return self.case.state

    @property
    def masked_holder_name(self) -> str:
        """The masked name of the application's holder."""
        return self.application.holder.masked_name


AnyPaper = ApplicationPaper | CasePaper
