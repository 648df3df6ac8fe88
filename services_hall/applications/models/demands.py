"""Database tables of what an agency demands, and of what replaced materials and answers."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from guides.models import EditionFormField
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.answers import FIELD, MATERIAL
from services_hall.applications.enumerations import MetBy
from services_hall.applications.models.cases import Case
from services_hall.applications.models.items import ApplicationItem, Requirement
from services_hall.attachments.models import Attachment
from services_hall.database import Base
from services_hall.identity.models import Account


class DemandKind(StrEnum):
    """Why an agency demands something from the applicant of a case."""

    SUPPLEMENT = "supplement"
    TOLERANCE = "tolerance"


class CaseDemand(Base):
    """One thing that the applicant must submit or correct: a material of the pinned edition, or a form field.

    `answer_before` is the value of the form field that was corrected.

    The composite foreign keys make the database refuse the item of another case, another edition than the
    pinned one, a material that was not asked of this applicant, and a form field that the edition does not
    have.
    """

    __tablename__ = "case_demand"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "application_item_id"], [Case.id, Case.application_item_id]),
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
    case_id: Mapped[int] = mapped_column(BigId, index=True)
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
        """What must be given or corrected: "material." or "field." and its key, as forms name it."""
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
