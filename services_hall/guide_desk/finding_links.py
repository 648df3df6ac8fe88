"""Findings with links to what they are about."""

from dataclasses import dataclass

from guides.validation import Finding


@dataclass(frozen=True)
class FindingLink:
    """A finding, the field or section that it is about, and its line in the text where there is no form."""

    finding: Finding
    href: str
    line: int | None = None
    excerpt: str = ""
