"""The two types of editions, of guides and of bundles: what their common life leaves to each."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Final, Generic, Literal, TypeAlias, TypeVar, cast

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from guides.bundles import bundle_findings, find_circle, load_bundle_terms
from guides.bundles.catalog import bundle_circle_findings, current_terms
from guides.enumerations import EventKind
from guides.errors import BlockingFindings, CircularOrder
from guides.models import (
    Bundle,
    BundleEdition,
    BundleEditionItem,
    EditionFacet,
    EditionMaterial,
    GuideEdition,
    ServiceItem,
)
from guides.terms import load_guide_terms
from guides.told import Told, told
from guides.validation import Finding, guide_findings

Terms: TypeAlias = Mapping[str, Any]
EditionT = TypeVar("EditionT", bound=GuideEdition | BundleEdition)
FACETS: Final = {"topic": "topics", "audience": "audience", "life_event": "life_events"}


class EditionType(ABC, Generic[EditionT]):
    """One type of editions; `subjects` is the table of what they are editions of: items or bundles."""

    editions: type[EditionT]
    subjects: ClassVar[type[ServiceItem | Bundle]]
    code_column: ClassVar[Literal["item_code", "bundle_code"]]
    announced: ClassVar[EventKind]
    published: ClassVar[EventKind]
    withdrawn: ClassVar[EventKind]

    @abstractmethod
    def load_terms(self, raw: Terms) -> dict[str, Any]:
        """The checked terms; raises DraftInvalid."""

    @abstractmethod
    def other_code(self, code: str, given: str) -> Told:
        """What is wrong when terms of the code `given` are given for the edition of `code`."""

    @abstractmethod
    def new_subject(self, terms: Terms) -> ServiceItem | Bundle:
        """The item or bundle that the first edition with these terms is of."""

    @abstractmethod
    def describe_subject(self, edition: EditionT) -> None:
        """Lists the item or bundle under what the edition's terms say of it."""

    @abstractmethod
    def refuse_faults(self, session: Session, terms: Terms) -> None:
        """Raises BlockingFindings or CircularOrder for terms that may not be approved."""

    @abstractmethod
    def refuse_new_faults(self, session: Session, terms: Terms) -> None:
        """As `refuse_faults`, for faults that other publications since the approval can have caused."""

    @abstractmethod
    def write_rows(self, session: Session, edition: EditionT) -> None:
        """Writes the rows of a published edition that applications and lists point at."""


class GuideEditionType(EditionType[GuideEdition]):
    """Editions of guides; their subjects are service items."""

    editions = GuideEdition
    subjects = ServiceItem
    code_column = "item_code"
    announced = EventKind.GUIDE_ANNOUNCED
    published = EventKind.GUIDE_PUBLISHED
    withdrawn = EventKind.GUIDE_WITHDRAWN

    def load_terms(self, raw: Terms) -> dict[str, Any]:
        return load_guide_terms(raw)

    def other_code(self, code: str, given: str) -> Told:
        return told("这是“%(item_code)s”的指南，编码不能是“%(code)s”。", item_code=code, code=given)

    def new_subject(self, terms: Terms) -> ServiceItem:
        return ServiceItem(
            code=terms["code"],
            name=terms["name"],
            item_type=terms["item_type"],
            agency_role=terms["agency_role"],
        )

    def describe_subject(self, edition: GuideEdition) -> None:
        item, terms = edition.item, edition.content
        item.name, item.item_type, item.agency_role = terms["name"], terms["item_type"], terms["agency_role"]

    def refuse_faults(self, session: Session, terms: Terms) -> None:
        """Raises BlockingFindings for a guide that breaks a rule of the catalogue, or a bundle in force."""
        refuse_blocking([*guide_findings(terms), *bundle_circle_findings(session, terms)])

    def refuse_new_faults(self, session: Session, terms: Terms) -> None:
        """Raises BlockingFindings for a guide that would close a circle in a bundle in force."""
        refuse_blocking(bundle_circle_findings(session, terms))

    def write_rows(self, session: Session, edition: GuideEdition) -> None:
        materials = [
            {
                "edition_id": edition.id,
                "key": material["key"],
                "position": position,
                "name": material["name"],
                "necessity": material["necessity"],
            }
            for position, material in enumerate(edition.content["materials"])
        ]
        facets = [
            {"edition_id": edition.id, "kind": kind, "word": word}
            for kind, element in FACETS.items()
            for word in dict.fromkeys(edition.content[element])
        ]
        if materials:
            session.execute(insert(EditionMaterial), materials)
        if facets:
            session.execute(insert(EditionFacet), facets)


class BundleEditionType(EditionType[BundleEdition]):
    """Editions of one-thing bundles."""

    editions = BundleEdition
    subjects = Bundle
    code_column = "bundle_code"
    announced = EventKind.BUNDLE_ANNOUNCED
    published = EventKind.BUNDLE_PUBLISHED
    withdrawn = EventKind.BUNDLE_WITHDRAWN

    def load_terms(self, raw: Terms) -> dict[str, Any]:
        return load_bundle_terms(raw)

    def other_code(self, code: str, given: str) -> Told:
        return told("这是“%(bundle_code)s”，编码不能是“%(code)s”。", bundle_code=code, code=given)

    def new_subject(self, terms: Terms) -> Bundle:
        return Bundle(code=terms["code"], name=terms["name"])

    def describe_subject(self, edition: BundleEdition) -> None:
        edition.bundle.name = edition.content["name"]

    def refuse_faults(self, session: Session, terms: Terms) -> None:
        """Raises BlockingFindings or CircularOrder for a bundle that does not fit the guides in force."""
        contents = current_terms(session, [entry["item"] for entry in terms["items"]])
        refuse_blocking(bundle_findings(terms, contents))
        circle = find_circle(terms, contents)
        if circle is not None:
            raise CircularOrder(circle)

    def refuse_new_faults(self, session: Session, terms: Terms) -> None:
        """Raises as `refuse_faults`: any guide of the bundle may have changed."""
        self.refuse_faults(session, terms)

    def write_rows(self, session: Session, edition: BundleEdition) -> None:
        codes = [entry["item"] for entry in edition.content["items"]]
        ids = session.scalars(
            select(ServiceItem.id).where(ServiceItem.code.in_(codes)).order_by(ServiceItem.id)
        )
        session.execute(
            insert(BundleEditionItem),
            [{"bundle_edition_id": edition.id, "item_id": number} for number in ids],
        )


GUIDE_EDITIONS: Final = GuideEditionType()
BUNDLE_EDITIONS: Final = BundleEditionType()


def edition_type(editions: type[EditionT]) -> EditionType[EditionT]:
    """The type of a class of editions."""
    found = BUNDLE_EDITIONS if issubclass(editions, BundleEdition) else GUIDE_EDITIONS
    return cast("EditionType[EditionT]", found)


def refuse_blocking(findings: Collection[Finding]) -> None:
    if blocking := [finding for finding in findings if finding.is_blocking]:
        raise BlockingFindings(blocking)
