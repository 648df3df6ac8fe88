"""Findings about the terms of a guide or a bundle: severity, rule, path, code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from guides.enumerations import Severity
from guides.errors import FieldProblem
from guides.validation.codes import FindingCode

EntryT = TypeVar("EntryT")


@dataclass(frozen=True)
class Finding:
    """`element` is the path of the field (materials.0.name); `values` are inserted into the message."""

    severity: Severity
    rule: str
    element: str
    code: FindingCode
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.BLOCKING

    @property
    def problem(self) -> FieldProblem:
        """The code of the finding with its values."""
        return FieldProblem(self.code, self.values)


def blocking_finding(rule: str, element: str, code: FindingCode, /, **values: object) -> Finding:
    return Finding(Severity.BLOCKING, rule, element, code, values)


def warning_finding(rule: str, element: str, code: FindingCode, /, **values: object) -> Finding:
    return Finding(Severity.WARNING, rule, element, code, values)


def numbered_entries(element: str, entries: Sequence[EntryT]) -> Iterator[tuple[str, EntryT]]:
    """Every entry of a list of terms with its path: ("materials.0", …)."""
    for position, entry in enumerate(entries):
        yield f"{element}.{position}", entry
