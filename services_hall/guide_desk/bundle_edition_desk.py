"""The desk for bundles: summary of the bundle, findings by line of its text or by section."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from guides.bundles.catalog import current_terms
from guides.editions import Terms, bundle_findings_with_circle, item_codes
from guides.exchange import terms_as_yaml
from guides.models import Bundle, BundleEdition
from guides.validation import Finding
from guides.vocabulary import AUDIENCES
from services_hall.guide_desk.bundle_view import BundleView, bundle_view, with_item_names
from services_hall.guide_desk.edition_desk import EditionDesk, EditionDetails
from services_hall.guide_desk.finding_links import FindingLink
from services_hall.guide_desk.form_state import EditionFormState
from services_hall.guide_desk.yaml_lines import lines_of
from services_hall.presentation import forms
from services_hall.presentation.labels import listed_labels
from services_hall.presentation.messages import message

SECTIONS: Final = frozenset({"items", "questions", "merges", "answers"})
ANSWERS: Final = "answers"
"""The section whose entries are grouped, so that its findings link to the whole section."""


@dataclass(frozen=True)
class BundleDetails(EditionDetails):
    """The summary of a bundle; `circle` lists items that wait for each other, `audience` whom it serves."""

    view: BundleView
    circle: str | None
    audience: str


class BundleEditionDesk(EditionDesk[BundleEdition]):
    """The desk for bundles, which are edited as a single text."""

    name = "bundle"
    editions = BundleEdition
    blueprint_name = "guide_desk.bundle"
    list_endpoint = "guide_desk.bundles"
    public_endpoint = "public_pages.bundle"

    def agency_role(self) -> ColumnElement[str]:
        return (
            select(BundleEdition.content["lead_agency_role"].as_string())
            .where(BundleEdition.bundle_id == Bundle.id)
            .order_by(BundleEdition.number.desc())
            .limit(1)
            .correlate(Bundle)
            .scalar_subquery()
        )

    def readable_terms(self, session: Session, edition: BundleEdition) -> Terms:
        return with_item_names(edition.terms, current_terms(session, item_codes(edition.terms)))

    def details(
        self,
        session: Session,
        edition: BundleEdition,
        current: BundleEdition | None,
        state: EditionFormState,
        *,
        can_write: bool,
    ) -> BundleDetails:
        bundle = edition.terms
        guides = current_terms(session, item_codes(bundle))
        findings = bundle_findings_with_circle(bundle, guides)
        text = state.text if state.text is not None else terms_as_yaml(edition.content)
        return BundleDetails(
            findings=text_links(findings, text) if can_write else section_links(findings),
            errors=forms.error_summary({**state.errors, **state.text_summary()}),
            view=bundle_view(bundle, guides, has_valid_pointers=has_valid_pointers(findings)),
            circle=next((message(finding.problem) for finding in findings if finding.rule == "circle"), None),
            audience=listed_labels(AUDIENCES, bundle.audience),
        )


def has_valid_pointers(findings: Sequence[Finding]) -> bool:
    """True when every reference of the bundle is valid, so that its order can be computed."""
    return not any(finding.is_blocking and finding.rule != "circle" for finding in findings)


def text_links(findings: Sequence[Finding], text: str) -> list[FindingLink]:
    """Each finding with its line and the text of the line; findings about a guide have no line."""
    own = {finding.element for finding in findings if finding.element.split(".")[0] in SECTIONS}
    numbers, lines = lines_of(text, own), text.splitlines()
    links = []
    for finding in findings:
        number = numbers.get(finding.element)
        excerpt = lines[number - 1].strip() if number else ""
        links.append(FindingLink(finding, "#field-text", number, excerpt))
    return links


def section_links(findings: Sequence[Finding]) -> list[FindingLink]:
    """Each finding with a link to its entry."""
    return [FindingLink(finding, f"#{anchor(finding.element)}") for finding in findings]


def anchor(element: str) -> str:
    """The HTML id of the entry, or of the section, that contains the element."""
    section, _, rest = element.partition(".")
    number = rest.partition(".")[0]
    if section not in SECTIONS:
        return "items"
    return f"{section}-{number}" if number.isdigit() and section != ANSWERS else section
