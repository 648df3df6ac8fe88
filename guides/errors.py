"""Errors of the catalogue: each is a fact, with the data that its message needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guides.validation import Finding


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """The problem of a field: a code, and the values that its message needs.

    The message belongs to the presentation. A value may be a code, a problem, or a tuple of them.
    """

    code: StrEnum
    values: Mapping[str, object] = field(default_factory=dict)


class GuidesError(Exception):
    """Base class of all errors of the catalogue."""


class GuideNotFound(GuidesError):
    """No guide with this code is in force."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no guide {code}")
        self.code = code


class EditionNotFound(GuidesError):
    """The guide has no such edition, or no edition was in force on that day."""

    def __init__(self, code: str, edition: int | date | None = None) -> None:
        super().__init__(f"no edition {edition} of {code}")
        self.code = code
        self.edition = edition


class BundleNotFound(GuidesError):
    """No bundle with this code is in force."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no bundle {code}")
        self.code = code


class DivisionNotFound(GuidesError):
    """No division has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no division {code}")
        self.code = code


class DocumentPrefixTaken(GuidesError):
    """Two bodies would number their papers under one prefix (发文机关代字)."""

    def __init__(self, prefix: str, name: str) -> None:
        super().__init__(f"another body numbers its papers under the prefix {prefix} of {name}")
        self.prefix = prefix
        self.name = name


class CodeTaken(GuidesError):
    """Another user has just created a guide or bundle with this code; read it before a retry."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} was made by somebody else at the same moment")
        self.code = code


class DraftInvalid(GuidesError):
    """The content has the wrong shape; `errors` maps the path of a field to its problems."""

    def __init__(self, errors: Mapping[str, Sequence[FieldProblem]]) -> None:
        codes = {path: [problem.code for problem in problems] for path, problems in errors.items()}
        lines = "; ".join(f"{path}: {' '.join(each)}" for path, each in codes.items())
        super().__init__(lines)
        self.errors = {path: list(problems) for path, problems in errors.items()}


class EditionTransitionRefused(GuidesError):
    """An edition in this status does not allow this action."""

    def __init__(self, status: str, action: str) -> None:
        super().__init__(f"cannot {action} an edition that is {status}")
        self.status = status
        self.action = action


class NotYetEffective(GuidesError):
    """The edition is announced for a later day and cannot be in force before."""

    def __init__(self, effective_on: date) -> None:
        super().__init__(f"takes effect on {effective_on}")
        self.effective_on = effective_on


class EditionOutdated(GuidesError):
    """A later edition is already in force; an older edition cannot replace it."""

    def __init__(self, number: int, current_number: int) -> None:
        super().__init__(f"edition {number} is older than edition {current_number}, which is in force")
        self.number = number
        self.current_number = current_number


class EditionFrozen(GuidesError):
    """The text of an edition that is no longer a draft cannot change."""

    def __init__(self, status: str, fields: Sequence[str]) -> None:
        super().__init__(f"an edition that is {status} keeps its {', '.join(fields)}")
        self.status = status
        self.fields = tuple(fields)


class SameEditor(GuidesError):
    """An author of an edition cannot approve it."""

    def __init__(self, person: str) -> None:
        super().__init__(f"{person} wrote this edition")
        self.person = person


class BlockingFindings(GuidesError):
    """The edition breaks rules of the catalogue."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        super().__init__("; ".join(f"{finding.element}: {finding.code}" for finding in findings))
        self.findings = tuple(findings)


class CircularOrder(GuidesError):
    """The items of a bundle wait for each other in a circle; `cycle` lists them in order."""

    def __init__(self, cycle: Sequence[str]) -> None:
        super().__init__(" → ".join(cycle))
        self.cycle = tuple(cycle)


class NoImplementation(GuidesError):
    """No agency handles this item in this division."""

    def __init__(self, item: str, division: str) -> None:
        super().__init__(f"nobody handles {item} in {division}")
        self.item = item
        self.division = division
