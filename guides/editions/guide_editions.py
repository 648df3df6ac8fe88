"""Editions of guides: their terms, findings and rows."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from guides import catalog
from guides.bundles.catalog import bundle_circle_findings
from guides.editions.types import EditionType, Terms, refuse_blocking
from guides.enumerations import EventKind, FacetKind
from guides.errors import FieldProblem, GuideNotFound
from guides.form_files import missing_files
from guides.models import EditionFacet, EditionFormField, EditionMaterial, GuideEdition, ServiceItem
from guides.terms import GuideTerms, TermsFault, build_terms, load_guide_terms
from guides.validation import Finding, guide_findings

FACETS: Final = {
    FacetKind.TOPIC: "topics",
    FacetKind.AUDIENCE: "audience",
    FacetKind.LIFE_EVENT: "life_events",
}
"""The elements whose words an edition is listed under."""


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

    def other_code(self, code: str, code_in_terms: str) -> FieldProblem:
        return FieldProblem(TermsFault.OTHER_GUIDE, {"item_code": code, "code": code_in_terms})

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
        missing = missing_files(session, edition.terms.materials)
        return [*bundle_circle_findings(session, edition.terms), *by_itself, *missing]

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
        if (starts_from := edition.terms.starts_from) is not None:
            word = starts_from.certificate_type
            facets.append({"edition_id": edition.id, "kind": FacetKind.STARTS_FROM, "word": word})
        fields = [{"edition_id": edition.id, "key": one.key} for one in edition.terms.form_fields]
        if materials:
            session.execute(insert(EditionMaterial), materials)
        if fields:
            session.execute(insert(EditionFormField), fields)
        if facets:
            session.execute(insert(EditionFacet), facets)
