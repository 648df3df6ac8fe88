"""Database tables of the items of applications and of the materials that they require."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from guides.models import (
    EditionMaterial,
    GuideEdition,
    ServiceItem,
)
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.enumerations import MetBy
from services_hall.attachments.models import Attachment
from services_hall.database import Base


class ApplicationItem(Base):
    """One item of an application, pinned to the edition in force when it was filed."""

    __tablename__ = "application_item"
    __table_args__ = (
        UniqueConstraint("application_id", "position"),
        UniqueConstraint("id", "edition_id"),
        ForeignKeyConstraint(["edition_id", "item_id"], [GuideEdition.id, GuideEdition.item_id]),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    item_id: Mapped[int] = mapped_column(ForeignKey(ServiceItem.id))
    edition_id: Mapped[int] = mapped_column(BigId)

    edition: Mapped[GuideEdition] = relationship(GuideEdition, viewonly=True, foreign_keys=[edition_id])
    requirements: Mapped[list["Requirement"]] = relationship(
        back_populates="application_item", order_by="Requirement.id"
    )


class Requirement(Base):
    """A material required by an item's edition, and how it is met.

    The two composite foreign keys make the database refuse a material that the pinned edition does not
    contain.
    """

    __tablename__ = "requirement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_item_id", "edition_id"], [ApplicationItem.id, ApplicationItem.edition_id]
        ),
        ForeignKeyConstraint(
            ["edition_id", "material_key"], [EditionMaterial.edition_id, EditionMaterial.key]
        ),
        UniqueConstraint("application_item_id", "material_key"),
        CheckConstraint("(met_by = 'file') = (attachment_id IS NOT NULL)", name="file"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_item_id: Mapped[int] = mapped_column(BigId)
    edition_id: Mapped[int] = mapped_column(BigId)
    material_key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    met_by: Mapped[MetBy] = mapped_column(word_column(MetBy, "met_by", length=20))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))
    certificate_type: Mapped[str | None] = mapped_column(String(64))
    certificate_identifier: Mapped[str | None] = mapped_column(String(120))
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    flaw: Mapped[str | None] = mapped_column(EncryptedText("requirement.flaw"))
    """What is wrong with the given material, where it may be corrected after a tolerant acceptance."""

    application_item: Mapped[ApplicationItem] = relationship(
        back_populates="requirements", foreign_keys=[application_item_id, edition_id]
    )
    attachment: Mapped[Attachment | None] = relationship(Attachment)
