"""Tables of the catalogue: places, agencies, items, editions of guides and bundles, events, calendar."""

import uuid
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, declared_attr, mapped_column, relationship, synonym
from sqlalchemy.orm.attributes import get_history

from guides.bundles import BUNDLE_TERMS_CACHE, BundleTerms
from guides.enumerations import (
    DivisionLevel,
    EditionStatus,
    EventKind,
    FacetKind,
    ItemLevel,
    ItemType,
    Necessity,
)
from guides.errors import EditionFrozen
from guides.orm import (
    Base,
    BigId,
    UtcDateTime,
    word_column,
)
from guides.terms import GUIDE_TERMS_CACHE, GuideTerms, public_content

Person = String(64)  # the public id of an account, opaque to the catalogue
FROZEN: Final = ("content", "canonical", "sha256", "number", "item_id", "bundle_id")


def new_public_id() -> str:
    return uuid.uuid4().hex


class Division(Base):
    __tablename__ = "division"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[DivisionLevel] = mapped_column(word_column(DivisionLevel, "level"))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("division.code"), index=True)


class AdministeringArea(Base):
    """A development zone or scenic area that takes over a set of divisions."""

    __tablename__ = "administering_area"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))


class AdministeringAreaDivision(Base):
    __tablename__ = "administering_area_division"

    area_code: Mapped[str] = mapped_column(ForeignKey(AdministeringArea.code), primary_key=True)
    division_code: Mapped[str] = mapped_column(ForeignKey(Division.code), primary_key=True, index=True)


class Agency(Base):
    """A body that handles items; its code is its unified social credit code.

    Its papers are numbered under `document_prefix` (发文机关代字).
    """

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(String(18), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(64), index=True)
    document_prefix: Mapped[str | None] = mapped_column(String(20), unique=True)
    division_code: Mapped[str | None] = mapped_column(ForeignKey(Division.code), index=True)
    area_code: Mapped[str | None] = mapped_column(ForeignKey(AdministeringArea.code))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))


class ServiceItem(Base):
    """An item of the city's basic catalogue; name, type and role come from its edition in force."""

    __tablename__ = "service_item"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    item_type: Mapped[ItemType] = mapped_column(word_column(ItemType, "item_type", is_checked=False))
    level: Mapped[ItemLevel] = mapped_column(word_column(ItemLevel, "level"), default=ItemLevel.HANDLING)
    agency_role: Mapped[str] = mapped_column(String(64), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("service_item.id"), index=True)
    owner_agency_code: Mapped[str | None] = mapped_column(ForeignKey(Agency.code), index=True)


class Implementation(Base):
    """The assignment of an item to an agency in one division or administering area; it adds no terms.

    `appeal_body` and `second_appeal_body` hear reconsideration, online through `appeal_channel`; `court`
    hears a lawsuit. Empty means not known: papers then say the guide's rule of jurisdiction.

    `least_area` (square metres) and `least_seats` are the size from which the item applies in this place,
    where it depends on one: either is enough. None means not known; `size_source` says who set them.
    """

    __tablename__ = "implementation"
    __table_args__ = (
        UniqueConstraint("item_id", "division_code"),
        UniqueConstraint("item_id", "area_code"),
        CheckConstraint("(division_code IS NULL) <> (area_code IS NULL)", name="one_place"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=new_public_id)
    item_id: Mapped[int] = mapped_column(ForeignKey(ServiceItem.id))
    division_code: Mapped[str | None] = mapped_column(ForeignKey(Division.code), index=True)
    area_code: Mapped[str | None] = mapped_column(ForeignKey(AdministeringArea.code), index=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey(Agency.code), index=True)
    implementation_code: Mapped[str] = mapped_column(String(64), unique=True)
    entrusted_to: Mapped[str | None] = mapped_column(String(200))
    enquiry_phone: Mapped[str] = mapped_column(String(40), default="")
    complaint_phone: Mapped[str] = mapped_column(String(40), default="")
    appeal_body: Mapped[str] = mapped_column(String(200), default="")
    second_appeal_body: Mapped[str] = mapped_column(String(200), default="", server_default="")
    appeal_channel: Mapped[str] = mapped_column(String(300), default="", server_default="")
    court: Mapped[str] = mapped_column(String(200), default="", server_default="")
    address: Mapped[str] = mapped_column(String(300), default="", server_default="")
    least_area: Mapped[int | None]
    least_seats: Mapped[int | None]
    size_source: Mapped[str] = mapped_column(String(300), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    hash: Mapped[str] = mapped_column(String(64), default="")

    agency: Mapped[Agency] = relationship(Agency)
    item: Mapped[ServiceItem] = relationship(ServiceItem)


class ServicePoint(Base):
    """A place that handles items: a hall, a window, a community station."""

    __tablename__ = "service_point"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    division_code: Mapped[str] = mapped_column(ForeignKey(Division.code), index=True)
    level: Mapped[DivisionLevel] = mapped_column(word_column(DivisionLevel, "level"))
    address: Mapped[str] = mapped_column(String(300), default="")
    hours: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)
    hash: Mapped[str] = mapped_column(String(64), default="")


class ServicePointItem(Base):
    __tablename__ = "service_point_item"

    point_id: Mapped[int] = mapped_column(ForeignKey(ServicePoint.id), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey(ServiceItem.id), primary_key=True, index=True)


class EditionColumns:
    """The common columns of guide editions and bundle editions."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The stored JSON, for the editor's form; others read `public_content` or `terms`."""
    canonical: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    change_note: Mapped[str] = mapped_column(Text, default="")
    authors: Mapped[list[str]] = mapped_column(JSON, default=list)
    drafted_by: Mapped[str] = mapped_column(Person)
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(Person)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    effective_on: Mapped[date | None]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    review_note: Mapped[str] = mapped_column(Text, default="")

    @property
    def public_content(self) -> dict[str, Any]:
        """The stored JSON without the editors' notes."""
        return public_content(self.content)

    @declared_attr
    def status(self) -> Mapped[EditionStatus]:
        return mapped_column(
            word_column(EditionStatus, "status"), default=EditionStatus.DRAFT, active_history=True
        )


def edition_rules(table: str, subject: str) -> tuple[UniqueConstraint, UniqueConstraint, Index]:
    """Constraints: numbers are unique, and only one edition of a subject is in force."""
    in_force = text("status = 'current'")
    return (
        UniqueConstraint(subject, "number"),
        UniqueConstraint("id", subject),
        Index(
            f"ux_{table}_one_current",
            subject,
            unique=True,
            sqlite_where=in_force,
            postgresql_where=in_force,
        ),
    )


class GuideEdition(EditionColumns, Base):
    """One text of a guide, immutable after the draft status."""

    __tablename__ = "guide_edition"
    __table_args__ = edition_rules("guide_edition", "item_id")

    item_id: Mapped[int] = mapped_column(ForeignKey(ServiceItem.id))

    item: Mapped[ServiceItem] = relationship(ServiceItem, lazy="joined", innerjoin=True)
    materials: Mapped[list["EditionMaterial"]] = relationship(order_by="EditionMaterial.position")
    subject_id: Mapped[int] = synonym("item_id")
    subject: Mapped[ServiceItem] = synonym("item")

    @property
    def terms(self) -> GuideTerms:
        """The terms of this edition, built once for each text."""
        return GUIDE_TERMS_CACHE.get(self.sha256) or GUIDE_TERMS_CACHE.build(self.sha256, self.content)


class EditionMaterial(Base):
    """A material of a published edition; the materials of applications refer to it."""

    __tablename__ = "edition_material"

    edition_id: Mapped[int] = mapped_column(ForeignKey(GuideEdition.id), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))
    necessity: Mapped[Necessity] = mapped_column(word_column(Necessity, "necessity", is_checked=False))


class EditionFormField(Base):
    """A form field of a published edition; what agencies demand of applicants refers to it."""

    __tablename__ = "edition_form_field"

    edition_id: Mapped[int] = mapped_column(ForeignKey(GuideEdition.id), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)


class EditionFacet(Base):
    """A word under which published editions are listed: topic, audience, life event, type of certificate."""

    __tablename__ = "edition_facet"
    __table_args__ = (Index(None, "kind", "word"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey(GuideEdition.id), primary_key=True)
    kind: Mapped[FacetKind] = mapped_column(
        word_column(FacetKind, "kind", length=16, is_checked=False), primary_key=True
    )
    word: Mapped[str] = mapped_column(String(100), primary_key=True)


class Bundle(Base):
    """A one-thing bundle: several items filed as one application."""

    __tablename__ = "bundle"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(300))


class BundleEdition(EditionColumns, Base):
    """One text of a bundle, with the same lifecycle as a guide edition."""

    __tablename__ = "bundle_edition"
    __table_args__ = edition_rules("bundle_edition", "bundle_id")

    bundle_id: Mapped[int] = mapped_column(ForeignKey(Bundle.id))

    bundle: Mapped[Bundle] = relationship(Bundle, lazy="joined", innerjoin=True)
    items: Mapped[list["BundleEditionItem"]] = relationship()
    subject_id: Mapped[int] = synonym("bundle_id")
    subject: Mapped[Bundle] = synonym("bundle")

    @property
    def terms(self) -> BundleTerms:
        """The terms of this edition, built once for each text."""
        return BUNDLE_TERMS_CACHE.get(self.sha256) or BUNDLE_TERMS_CACHE.build(self.sha256, self.content)


class BundleEditionItem(Base):
    __tablename__ = "bundle_edition_item"

    bundle_edition_id: Mapped[int] = mapped_column(ForeignKey(BundleEdition.id), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey(ServiceItem.id), primary_key=True, index=True)


class GuideEvent(Base):
    """A public change, in the order of the feed; `seq` has no gaps."""

    __tablename__ = "guide_event"

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[EventKind] = mapped_column(word_column(EventKind, "kind"))
    item_code: Mapped[str | None] = mapped_column(String(64), index=True)
    bundle_code: Mapped[str | None] = mapped_column(String(64), index=True)
    edition_number: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Counter(Base):
    """A number series without gaps; numbers are taken last in a transaction."""

    __tablename__ = "guide_counter"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int] = mapped_column(BigId, default=0)


class CalendarDay(Base):
    """Whether a day is a working day, and the source of this information."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    note: Mapped[str] = mapped_column(String(100), default="")
    source: Mapped[str] = mapped_column(String(64), default="")


def status_before(edition: GuideEdition | BundleEdition) -> EditionStatus:
    """The status in the database before this flush."""
    history = get_history(edition, "status")
    return EditionStatus(history.deleted[0]) if history.deleted else edition.status


@event.listens_for(GuideEdition, "before_update")
@event.listens_for(BundleEdition, "before_update")
def keep_text(mapper: Mapper[Any], connection: Connection, target: GuideEdition | BundleEdition) -> None:
    """Refuses a changed text for an edition that is no longer a draft."""
    status = status_before(target)
    changed = [
        name for name in FROZEN if hasattr(type(target), name) and get_history(target, name).has_changes()
    ]
    if changed and status is not EditionStatus.DRAFT:
        raise EditionFrozen(status, changed)


@event.listens_for(GuideEdition, "before_delete")
@event.listens_for(BundleEdition, "before_delete")
def keep_edition(mapper: Mapper[Any], connection: Connection, target: GuideEdition | BundleEdition) -> None:
    """Refuses the deletion of an edition that is no longer a draft."""
    status = status_before(target)
    if status is not EditionStatus.DRAFT:
        raise EditionFrozen(status, ["row"])


@event.listens_for(EditionMaterial, "before_update")
@event.listens_for(EditionMaterial, "before_delete")
@event.listens_for(EditionFormField, "before_update")
@event.listens_for(EditionFormField, "before_delete")
def keep_rows(
    mapper: Mapper[Any], connection: Connection, target: EditionMaterial | EditionFormField
) -> None:
    """Refuses changes of the materials and form fields of a published edition."""
    element = "materials" if isinstance(target, EditionMaterial) else "form_fields"
    raise EditionFrozen(EditionStatus.CURRENT, [element])
