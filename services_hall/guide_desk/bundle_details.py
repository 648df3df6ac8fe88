"""What the page of a bundle's edition has of its own: the bundle in words, findings by line or section."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides import bundles
from guides.bundles.catalog import current_terms
from guides.editions import Terms
from guides.exchange import terms_as_yaml
from guides.models import BundleEdition
from guides.validation import Finding
from services_hall.guide_desk.bundle_view import view, with_names
from services_hall.guide_desk.finding_links import FindingLink
from services_hall.guide_desk.form_state import FormState
from services_hall.guide_desk.yaml_lines import lines_of
from services_hall.presentation import forms
from services_hall.presentation.words import AUDIENCES

SECTIONS: Final = frozenset({"items", "questions", "merges", "answers"})
WHOLE: Final = "answers"
"""The section that is shown grouped otherwise than its list is written."""


def found(session: Session, content: Terms, _known_types: Collection[str]) -> list[Finding]:
    """What is wrong with a bundle of the right shape over the guides in force, a circle of its items too."""
    return found_over(content, current_terms(session, item_codes(content)))


def found_over(content: Terms, contents: dict[str, dict[str, Any]]) -> list[Finding]:
    """As `found`, over guide contents that were read already."""
    findings = bundles.bundle_findings(content, contents)
    if is_sound(findings):
        circle = bundles.find_circle(content, contents)
        if circle is not None:
            return [bundles.circle_finding(content, circle, contents), *findings]
    return findings


def is_sound(findings: Sequence[Finding]) -> bool:
    """Whether every pointer of the bundle leads somewhere, so that its order can be reckoned."""
    return not any(finding.is_blocking and finding.rule != "circle" for finding in findings)


def item_codes(content: Terms) -> list[str]:
    """The codes of the bundle's items."""
    return [entry["item"] for entry in content["items"]]


def shown(
    session: Session,
    edition: BundleEdition,
    _current: BundleEdition | None,
    attempt: FormState,
    *,
    may_write: bool,
) -> dict[str, Any]:
    """The bundle in words, and what is wrong on which line of its text or in which section."""
    content = edition.content
    contents = current_terms(session, item_codes(content))
    findings = found_over(content, contents)
    text = attempt.text if attempt.text is not None else terms_as_yaml(content)
    return {
        "view": view(content, contents, is_sound=is_sound(findings)),
        "findings": in_text(findings, text) if may_write else in_sections(findings),
        "circle": next((finding.message for finding in findings if finding.rule == "circle"), None),
        "audience": _("、").join(str(AUDIENCES[one]) for one in content["audience"]),
        "burden": None,
        "errors": forms.error_summary({**attempt.errors, **attempt.text_summary()}),
    }


def readable(session: Session, content: Terms) -> Terms:
    """The bundle with the names of its items beside their codes."""
    return with_names(content, current_terms(session, item_codes(content)))


def in_text(findings: Sequence[Finding], text: str) -> list[FindingLink]:
    """Each finding with its line, and what stands there; one about what only the guides say has none."""
    own = {finding.element for finding in findings if finding.element.split(".")[0] in SECTIONS}
    lines, written = lines_of(text, own), text.splitlines()
    places = []
    for finding in findings:
        line = lines.get(finding.element)
        places.append(FindingLink(finding, "#field-text", line, written[line - 1].strip() if line else ""))
    return places


def in_sections(findings: Sequence[Finding]) -> list[FindingLink]:
    """Each finding with a link to the entry that it is about."""
    return [FindingLink(finding, f"#{anchor(finding.element)}") for finding in findings]


def anchor(element: str) -> str:
    """The id of the entry, or of the section, in which the element is shown."""
    section, _, rest = element.partition(".")
    number = rest.partition(".")[0]
    if section not in SECTIONS:
        return "items"
    return f"{section}-{number}" if number.isdigit() and section != WHOLE else section
