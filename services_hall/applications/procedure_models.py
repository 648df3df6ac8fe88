"""Database tables of what happens inside a case: demands, promises, procedures, visits, notices, delivery."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from guides.enumerations import Unit
from guides.models import Agency, EditionFormField
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.answers import FIELD, MATERIAL
from services_hall.applications.enumerations import ENDING_PAPERS, DeliveryWay, ItemState, MetBy
from services_hall.applications.item_models import ApplicationItem, Requirement
from services_hall.applications.models import Case, CasePaper
from services_hall.attachments.models import Attachment
from services_hall.database import Base
from services_hall.documents.models import Paper
from services_hall.identity.models import Account


class DemandKind(StrEnum):
    """Why an agency demands something from the applicant of a case."""

    SUPPLEMENT = "supplement"
    TOLERANCE = "tolerance"


class PromiseKind(StrEnum):
    """What an applicant promised."""

    TOLERANCE = "tolerance"
    """To submit what is missing by a day (容缺受理承诺)."""
    COMMITMENT = "commitment"
    """That the conditions of the law are met (告知承诺)."""


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


class CaseDemand(Base):
    """One thing that the applicant must submit or mend: a material of the pinned edition, or a form field.

    `answer_before` is the value of the form field that was mended.

    The composite foreign keys make the database refuse another edition than the pinned one, a material that
    was not asked of this applicant, and a form field that the edition does not have.
    """

    __tablename__ = "case_demand"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_item_id", "edition_id"], [ApplicationItem.id, ApplicationItem.edition_id]
        ),
        ForeignKeyConstraint(
            ["application_item_id", "material_key"],
            [Requirement.application_item_id, Requirement.material_key],
        ),
        ForeignKeyConstraint(
            ["edition_id", "field_key"], [EditionFormField.edition_id, EditionFormField.key]
        ),
        CheckConstraint("(material_key IS NULL) <> (field_key IS NULL)", name="one_subject"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    kind: Mapped[DemandKind] = mapped_column(word_column(DemandKind, "kind", length=16))
    application_item_id: Mapped[int] = mapped_column(BigId)
    edition_id: Mapped[int] = mapped_column(BigId)
    material_key: Mapped[str | None] = mapped_column(String(64))
    field_key: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    problem: Mapped[str] = mapped_column(EncryptedText("case_demand.problem"))
    way_out: Mapped[str] = mapped_column(EncryptedText("case_demand.way_out"))
    answer_before: Mapped[str | None] = mapped_column(EncryptedText("case_demand.answer_before"))
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship(Case)

    @property
    def target(self) -> str:
        """What must be given or mended: "material." or "field." and its key, as forms name it."""
        return MATERIAL + self.material_key if self.material_key else FIELD + (self.field_key or "")


class SupersededMaterial(Base):
    """How a requirement was met before a better file or proof replaced it; append-only."""

    __tablename__ = "superseded_material"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey(Requirement.id), index=True)
    met_by: Mapped[MetBy] = mapped_column(word_column(MetBy, "met_by", length=20, is_checked=False))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))
    certificate_identifier: Mapped[str | None] = mapped_column(String(120))
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))

    attachment: Mapped[Attachment | None] = relationship(Attachment)


class Promise(Base):
    """A promise that an applicant signed; its words, their hash and the identification stand on its paper."""

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    kind: Mapped[PromiseKind] = mapped_column(word_column(PromiseKind, "kind", length=16))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))


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

    `subject` is what the public is told of a hearing that the agency holds of itself (art. 46); None for one
    that was demanded.
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


class Delivery(Base):
    """The delivery of a case's result or of one paper: way, consent, day, and its proof (送达回证).

    One with a `paper` delivers that paper alone, one without it the result. `item_state` says where the
    physical card or paper is; None for what is only electronic.
    """

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey(Paper.id))
    way: Mapped[DeliveryWay] = mapped_column(word_column(DeliveryWay, "way", length=16))
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    receiver: Mapped[str | None] = mapped_column(EncryptedText("delivery.receiver"))
    address: Mapped[str | None] = mapped_column(EncryptedText("delivery.address"))
    tracking_number: Mapped[str | None] = mapped_column(String(64))
    item_state: Mapped[ItemState | None] = mapped_column(word_column(ItemState, "item_state", length=16))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    proof_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))

    paper: Mapped[CasePaper | None] = relationship(CasePaper)
    proof: Mapped[Attachment | None] = relationship(Attachment)

    @property
    def is_of_notice(self) -> bool:
        """Whether it delivers a notice, and not how the case ended."""
        return self.paper is not None and not self.is_of_end

    @property
    def is_for_applicant(self) -> bool:
        """Whether it is the applicant's; one to a third party names them."""
        return self.paper is None or self.paper.is_for_applicant

    @property
    def is_of_end(self) -> bool:
        """Whether it delivers the decision that ended what was granted or recorded."""
        return self.paper is not None and self.paper.kind in ENDING_PAPERS
