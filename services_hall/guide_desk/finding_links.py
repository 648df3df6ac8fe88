"""Findings with links to their fields, sections or lines."""

from dataclasses import dataclass

from guides.validation import Finding
from services_hall.presentation.messages import message


@dataclass(frozen=True)
class FindingLink:
    """A finding, its field or section, and its line in the text if there is no form."""

    finding: Finding
    href: str
    line: int | None = None
    excerpt: str = ""

    @property
    def message(self) -> str:
        """The message of the finding, with advice."""
        return message(self.finding.problem)
