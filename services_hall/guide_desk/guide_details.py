"""What the page of a guide's edition has of its own: the form, findings beside its fields, the burden."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from guides.bundles.catalog import bundle_circle_findings
from guides.editions import Terms, burden_change, edition_differences
from guides.models import GuideEdition
from guides.validation import Finding, guide_findings
from services_hall.guide_desk.finding_links import FindingLink
from services_hall.guide_desk.form.fields import (
    FormSection,
    TermsForm,
    field_names,
    named_errors,
    nearest,
)
from services_hall.guide_desk.form.layout import ONLY_TEXT
from services_hall.guide_desk.form_state import FormState
from services_hall.presentation import forms
from services_hall.presentation.certificate_names import certificate_names


def found(session: Session, content: Terms, known_types: Collection[str]) -> list[Finding]:
    """What is wrong with terms of the right shape, what they would do to a bundle in force too.

    Types stay unchecked while the store gives none.
    """
    by_themselves = guide_findings(content, certificate_types=set(known_types) or None)
    return [*bundle_circle_findings(session, content), *by_themselves]


def shown(
    session: Session,
    edition: GuideEdition,
    current: GuideEdition | None,
    attempt: FormState,
    *,
    may_write: bool,
) -> dict[str, Any]:
    """The form with what it holds, what is wrong where, and what the guide costs the applicant."""
    names = certificate_names()
    filled = TermsForm(
        attempt.raw if attempt.raw is not None else edition.content,
        attempt.errors,
        certificate_names=names,
        new_row=attempt.new_row,
    )
    parts = filled.parts()
    findings = placed(found(session, edition.content, names), parts, to_fields=may_write)
    return {
        "parts": parts,
        "only_text": [(name, words, len(edition.content[name] or ())) for name, words in ONLY_TEXT.items()],
        "findings": findings,
        "found_rows": {".".join(place.finding.element.split(".")[:2]) for place in findings},
        "others": edition_differences(
            None, {name: edition.content[name] for name in ONLY_TEXT if edition.content[name]}
        ),
        "burden": burden_change(current.content if current else None, edition.content),
        "errors": forms.error_summary({**named_errors(parts, attempt.errors), **attempt.text_summary()}),
    }


def placed(
    findings: Sequence[Finding], parts: Sequence[FormSection], *, to_fields: bool
) -> list[FindingLink]:
    """Each finding with a link to the field it is about, or to its section where fields are only read."""
    sections = {name: part.id for part in parts for name in field_names([part])}
    names = list(sections)
    places = []
    for finding in findings:
        name = nearest(finding.element, names)
        target = "text" if name is None else forms.field_id(name) if to_fields else sections[name]
        places.append(FindingLink(finding, f"#{target}"))
    return places
