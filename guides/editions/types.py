"""The two types of editions, of guides and of bundles: the differences in their common lifecycle."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Final, Generic, Literal, TypeAlias, TypeVar, cast

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from guides import catalog
from guides.bundles import BundleTerms, bundle_findings, circle_finding, find_circle, load_bundle_terms
from guides.bundles.catalog import (
    all_bundle_editions,
    bundle_circle_findings,
    bundle_edition_of_any_status,
    current_terms,
)
from guides.enumerations import EditionStatus, EventKind
from guides.errors import (
    BlockingFindings,
    BundleNotFound,
    CircularOrder,
    EditionNotFound,
    FieldProblem,
    GuideNotFound,
)
from guides.models import (
    Bundle,
    BundleEdition,
    BundleEditionItem,
    EditionFacet,
    EditionMaterial,
    GuideEdition,
    ServiceItem,
)
from guides.terms import GuideTerms, TermsFault, build_terms, load_guide_terms
from guides.validation import Finding, guide_findings

Terms: TypeAlias = Mapping[str, Any]
EditionT = TypeVar("EditionT", bound=GuideEdition | BundleEdition)
UNDER_WAY: Final = (EditionStatus.DRAFT, EditionStatus.SUBMITTED, EditionStatus.APPROVED)
LARGEST_NUMBER: Final = 2**31 - 1
FACETS: Final = {"topic": "topics", "audience": "audience", "life_event": "life_events"}


class EditionType(ABC, Generic[EditionT]):
    """A type of editions; `subjects` is the table of their subjects: items or bundles."""

    editions: type[EditionT]
    subjects: ClassVar[type[ServiceItem | Bundle]]
    code_column: ClassVar[Literal["item_code", "bundle_code"]]
    announced: ClassVar[EventKind]
    published: ClassVar[EventKind]
    withdrawn: ClassVar[EventKind]
    not_found: ClassVar[type[GuideNotFound | BundleNotFound]]

    @abstractmethod
    def all_editions(self, session: Session, code: str) -> Sequence[EditionT]:
        """The editions of any status, latest first; none for an unknown code."""

    @abstractmethod
    def edition_by_number(self, session: Session, code: str, number: int) -> EditionT:
        """An edition of any status; raises EditionNotFound."""

    def edition(self, session: Session, code: str, number: int) -> EditionT:
        """An edition of any status, looked up without a check of the number; raises EditionNotFound."""
        if number > LARGEST_NUMBER:
            raise EditionNotFound(code, number)
        return self.edition_by_number(session, code, number)

    def working_edition(self, session: Session, code: str) -> EditionT:
        """The current working edition: the latest unfinished one, else the one in force, else the last one.

        Raises GuideNotFound or BundleNotFound when there is no edition at all.
        """
        editions = self.all_editions(session, code)
        for wanted in (UNDER_WAY, (EditionStatus.CURRENT,), tuple(EditionStatus)):
            for edition in editions:
                if edition.status in wanted:
                    return edition
        raise self.not_found(code)

    @abstractmethod
    def load_terms(self, raw: Terms) -> dict[str, Any]:
        """The validated terms; raises DraftInvalid."""

    @abstractmethod
    def other_code(self, code: str, given: str) -> FieldProblem:
        """The problem when terms with the code `given` are submitted for the edition of `code`."""

    @abstractmethod
    def new_subject(self, checked: Terms) -> ServiceItem | Bundle:
        """The item or bundle to which the first edition with these validated terms belongs."""

    @abstractmethod
    def describe_subject(self, edition: EditionT) -> None:
        """Updates the listed data of the item or bundle from the terms of the edition."""

    @abstractmethod
    def findings(
        self, session: Session, edition: EditionT, *, certificate_types: Collection[str]
    ) -> list[Finding]:
        """Findings about an edition; for a bundle, also against its guides in force.

        Certificate types are checked only against the known codes in `certificate_types`, if it is given.
        """

    @abstractmethod
    def refuse_faults(self, session: Session, edition: EditionT) -> None:
        """Raises BlockingFindings or CircularOrder for an edition that cannot be approved."""

    @abstractmethod
    def refuse_new_faults(self, session: Session, edition: EditionT) -> None:
        """Like `refuse_faults`, for faults that other publications can have caused since the approval."""

    @abstractmethod
    def write_rows(self, session: Session, edition: EditionT) -> None:
        """Writes the rows of a published edition that applications and lists refer to."""


class GuideEditionType(EditionType[GuideEdition]):
    """Editions of guides; their subjects are service items."""

    editions = GuideEdition
    subjects = ServiceItem
    code_column = "item_code"
    announced = EventKind.GUIDE_ANNOUNCED
    published = EventKind.GUIDE_PUBLISHED
    withdrawn = EventKind.GUIDE_WITHDRAWN
    not_found = GuideNotFound

    def all_editions(self, session: Session, code: str) -> Sequence[GuideEdition]:
        return catalog.published_editions(session, code, public_only=False)

    def edition_by_number(self, session: Session, code: str, number: int) -> GuideEdition:
        return catalog.guide_edition_of_any_status(session, code, number)

    def load_terms(self, raw: Terms) -> dict[str, Any]:
        return load_guide_terms(raw)

    def other_code(self, code: str, given: str) -> FieldProblem:
        return FieldProblem(TermsFault.OTHER_GUIDE, {"item_code": code, "code": given})

    def new_subject(self, checked: Terms) -> ServiceItem:
        terms = build_terms(GuideTerms, checked)
        return ServiceItem(
            code=terms.code, name=terms.name, item_type=terms.item_type, agency_role=terms.agency_role
        )

    def describe_subject(self, edition: GuideEdition) -> None:
        item, terms = edition.item, edition.terms
        item.name, item.item_type, item.agency_role = terms.name, terms.item_type, terms.agency_role

    def findings(
        self, session: Session, edition: GuideEdition, *, certificate_types: Collection[str]
    ) -> list[Finding]:
        by_itself = guide_findings(edition.terms, certificate_types=set(certificate_types) or None)
        return [*bundle_circle_findings(session, edition.terms), *by_itself]

    def refuse_faults(self, session: Session, edition: GuideEdition) -> None:
        """Raises BlockingFindings for a guide that breaks a rule of the catalogue, or a bundle in force."""
        refuse_blocking([*guide_findings(edition.terms), *bundle_circle_findings(session, edition.terms)])

    def refuse_new_faults(self, session: Session, edition: GuideEdition) -> None:
        """Raises BlockingFindings for a guide that would create a circle in a bundle in force."""
        refuse_blocking(bundle_circle_findings(session, edition.terms))

    def write_rows(self, session: Session, edition: GuideEdition) -> None:
        materials = [
            {
                "edition_id": edition.id,
                "key": material.key,
                "position": position,
                "name": material.name,
                "necessity": material.necessity,
            }
            for position, material in enumerate(edition.terms.materials)
        ]
        facets = [
            {"edition_id": edition.id, "kind": kind, "word": word}
            for kind, element in FACETS.items()
            for word in dict.fromkeys(getattr(edition.terms, element))
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
    not_found = BundleNotFound

    def all_editions(self, session: Session, code: str) -> Sequence[BundleEdition]:
        return all_bundle_editions(session, code)

    def edition_by_number(self, session: Session, code: str, number: int) -> BundleEdition:
        return bundle_edition_of_any_status(session, code, number)

    def load_terms(self, raw: Terms) -> dict[str, Any]:
        return load_bundle_terms(raw)

    def other_code(self, code: str, given: str) -> FieldProblem:
        return FieldProblem(TermsFault.OTHER_BUNDLE, {"bundle_code": code, "code": given})

    def new_subject(self, checked: Terms) -> Bundle:
        terms = build_terms(BundleTerms, checked)
        return Bundle(code=terms.code, name=terms.name)

    def describe_subject(self, edition: BundleEdition) -> None:
        edition.bundle.name = edition.terms.name

    def findings(
        self, session: Session, edition: BundleEdition, *, certificate_types: Collection[str]
    ) -> list[Finding]:
        return bundle_findings_with_circle(edition.terms, current_terms(session, item_codes(edition.terms)))

    def refuse_faults(self, session: Session, edition: BundleEdition) -> None:
        """Raises BlockingFindings or CircularOrder for a bundle that does not fit the guides in force."""
        terms = edition.terms
        guides = current_terms(session, item_codes(terms))
        refuse_blocking(bundle_findings(terms, guides))
        circle = find_circle(terms, guides)
        if circle is not None:
            raise CircularOrder(circle)

    def refuse_new_faults(self, session: Session, edition: BundleEdition) -> None:
        """Raises the same errors as `refuse_faults`: any guide of the bundle can have changed."""
        self.refuse_faults(session, edition)

    def write_rows(self, session: Session, edition: BundleEdition) -> None:
        codes = item_codes(edition.terms)
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


def item_codes(bundle: BundleTerms) -> list[str]:
    """The codes of a bundle's items."""
    return [entry.item for entry in bundle.items]


def bundle_findings_with_circle(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> list[Finding]:
    """Findings about a bundle over these guides; circles are searched if no other finding is blocking."""
    findings = bundle_findings(bundle, guides)
    if any(finding.is_blocking for finding in findings):
        return findings
    circle = find_circle(bundle, guides)
    return findings if circle is None else [circle_finding(bundle, circle, guides), *findings]
