"""What a look at a guide's content has found: how grave, by which rule, where, and the way out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from guides.enumerations import Severity
from guides.told import Told

Content: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """`element` is the path of the field (materials.0.name), `message` says what to do."""

    severity: Severity
    rule: str
    element: str
    message: Told

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.BLOCKING


def blocking_finding(rule: str, element: str, message: Told) -> Finding:
    return Finding(Severity.BLOCKING, rule, element, message)


def warning_finding(rule: str, element: str, message: Told) -> Finding:
    return Finding(Severity.WARNING, rule, element, message)


def numbered_entries(content: Content, element: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every entry of a list of `content` with its path: ("materials.0", {…})."""
    for position, entry in enumerate(content[element]):
        yield f"{element}.{position}", entry
