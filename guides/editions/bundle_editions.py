"""Editions of bundles: their terms, findings and rows."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from guides.bundles import BundleTerms, bundle_findings, circle_finding, find_circle, load_bundle_terms
from guides.bundles.catalog import all_bundle_editions, bundle_edition_of_any_status, current_terms
from guides.editions.types import EditionType, Terms, refuse_blocking
from guides.enumerations import EventKind
from guides.errors import BundleNotFound, CircularOrder, FieldProblem
from guides.models import Bundle, BundleEdition, BundleEditionItem, ServiceItem
from guides.terms import GuideTerms, TermsFault, build_terms
from guides.validation import Finding


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

    def other_code(self, code: str, code_in_terms: str) -> FieldProblem:
        return FieldProblem(TermsFault.OTHER_BUNDLE, {"bundle_code": code, "code": code_in_terms})

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
