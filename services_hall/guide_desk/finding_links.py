"""Findings with links to what they are about."""

from dataclasses import dataclass

from guides.validation import Finding
from services_hall.presentation.messages import message


@dataclass(frozen=True)
class FindingLink:
    """A finding, the field or section that it is about, and its line in the text where there is no form."""

    finding: Finding
    href: str
    line: int | None = None
    excerpt: str = ""

    @property
    def message(self) -> str:
        """What is wrong and what to do about it."""
        return message(self.finding.problem)
