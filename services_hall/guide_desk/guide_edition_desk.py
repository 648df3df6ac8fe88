"""The desk for guides: form for a guide's terms, findings at its fields, the applicant's burden."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import InstrumentedAttribute, Session

from guides.editions import Burden, Terms, burden_change, edition_differences
from guides.models import GuideEdition, ServiceItem
from guides.validation import Finding
from services_hall.guide_desk.edition_desk import EditionDesk, EditionDetails
from services_hall.guide_desk.finding_links import FindingLink
from services_hall.guide_desk.form.field_errors import field_names, named_errors, nearest_field
from services_hall.guide_desk.form.fields import FormSection, TermsForm
from services_hall.guide_desk.form.layout import TEXT_ONLY
from services_hall.guide_desk.form_state import EditionFormState
from services_hall.presentation import forms
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.differences import DifferenceText, difference_texts
from services_hall.presentation.guide_form_words import element_title


@dataclass(frozen=True)
class TextOnlyElement:
    """An element that can be edited only in the whole text; `count` is 0 if the guide does not contain it."""

    label: str
    count: int


@dataclass(frozen=True)
class GuideDetails(EditionDetails):
    """The form of a guide; `rows_with_findings` are the paths of rows with findings."""

    sections: Sequence[FormSection]
    text_only: Sequence[TextOnlyElement]
    text_only_terms: Sequence[DifferenceText]
    rows_with_findings: frozenset[str]
    burden: Burden


class GuideEditionDesk(EditionDesk[GuideEdition]):
    """The desk for guides."""

    name = "guide"
    editions = GuideEdition
    blueprint_name = "guide_desk.guide"
    list_endpoint = "guide_desk.guides"
    public_endpoint = "public_pages.guide"

    def agency_role(self) -> InstrumentedAttribute[str]:
        return ServiceItem.agency_role

    def readable_terms(self, session: Session, edition: GuideEdition) -> Terms:
        return edition.content

    def details(
        self,
        session: Session,
        edition: GuideEdition,
        current: GuideEdition | None,
        state: EditionFormState,
        *,
        can_write: bool,
    ) -> GuideDetails:
        names = certificate_names()
        raw = state.raw if state.raw is not None else edition.content
        form = TermsForm(raw, state.errors, certificate_names=names, new_row=state.new_row)
        sections = form.sections()
        findings = self.rules.findings(session, edition, certificate_types=names)
        text_only = {name: edition.content[name] for name in TEXT_ONLY}
        return GuideDetails(
            findings=form_links(findings, sections, to_fields=can_write),
            errors=forms.error_summary({**named_errors(sections, state.errors), **state.text_summary()}),
            sections=sections,
            text_only=[
                TextOnlyElement(element_title(name), len(text_only[name] or ())) for name in TEXT_ONLY
            ],
            text_only_terms=difference_texts(
                edition_differences(None, {name: value for name, value in text_only.items() if value})
            ),
            rows_with_findings=frozenset(".".join(one.element.split(".")[:2]) for one in findings),
            burden=burden_change(current.content if current else None, edition.content),
        )


def form_links(
    findings: Sequence[Finding], sections: Sequence[FormSection], *, to_fields: bool
) -> list[FindingLink]:
    """Each finding with a link to its field, or to its section if the fields are read-only."""
    section_ids = {name: section.id for section in sections for name in field_names([section])}
    names = list(section_ids)
    links = []
    for finding in findings:
        name = nearest_field(finding.element, names)
        target = "text" if name is None else forms.field_id(name) if to_fields else section_ids[name]
        links.append(FindingLink(finding, f"#{target}"))
    return links
