"""What can be wrong in the catalogue: each error is a fact, with the data that a page needs to say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guides.validation import Finding


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with a field: a code, and the values that a sentence about it needs.

    The sentence belongs to the presentation. A value may be a code or a problem itself, or a tuple of them.
    """

    code: StrEnum
    values: Mapping[str, object] = field(default_factory=dict)


class GuidesError(Exception):
    """The base of every error of the catalogue."""


class GuideNotFound(GuidesError):
    """No guide of this code is in force."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no guide {code}")
        self.code = code


class EditionNotFound(GuidesError):
    """The guide has no such edition, or none was in force on that day."""

    def __init__(self, code: str, edition: int | date | None = None) -> None:
        super().__init__(f"no edition {edition} of {code}")
        self.code = code
        self.edition = edition


class BundleNotFound(GuidesError):
    """No bundle of this code is in force."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no bundle {code}")
        self.code = code


class DivisionNotFound(GuidesError):
    """No division has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no division {code}")
        self.code = code


class CodeTaken(GuidesError):
    """Somebody else made a guide or bundle of this code at the same moment: look again at what there is."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} was made by somebody else at the same moment")
        self.code = code


class DraftInvalid(GuidesError):
    """The content has the wrong shape; `errors` maps a field's path to its problems."""

    def __init__(self, errors: Mapping[str, Sequence[FieldProblem]]) -> None:
        codes = {path: [problem.code for problem in problems] for path, problems in errors.items()}
        lines = "; ".join(f"{path}: {' '.join(each)}" for path, each in codes.items())
        super().__init__(lines)
        self.errors = {path: list(problems) for path, problems in errors.items()}


class EditionTransitionRefused(GuidesError):
    """An edition of this status cannot take this step."""

    def __init__(self, status: str, action: str) -> None:
        super().__init__(f"cannot {action} an edition that is {status}")
        self.status = status
        self.action = action


class NotYetEffective(GuidesError):
    """The edition is announced for a later day and must not be in force before."""

    def __init__(self, effective_on: date) -> None:
        super().__init__(f"takes effect on {effective_on}")
        self.effective_on = effective_on


class EditionOutdated(GuidesError):
    """A later edition is in force already; an older one cannot come after it."""

    def __init__(self, number: int, current_number: int) -> None:
        super().__init__(f"edition {number} is older than edition {current_number}, which is in force")
        self.number = number
        self.current_number = current_number


class EditionFrozen(GuidesError):
    """The text of an edition that left its draft can never change."""

    def __init__(self, status: str, fields: Sequence[str]) -> None:
        super().__init__(f"an edition that is {status} keeps its {', '.join(fields)}")
        self.status = status
        self.fields = tuple(fields)


class SameEditor(GuidesError):
    """Whoever wrote any of an edition cannot approve it."""

    def __init__(self, person: str) -> None:
        super().__init__(f"{person} wrote this edition")
        self.person = person


class BlockingFindings(GuidesError):
    """The edition breaks rules of the catalogue."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        super().__init__("; ".join(f"{finding.element}: {finding.code}" for finding in findings))
        self.findings = tuple(findings)


class CircularOrder(GuidesError):
    """The items of a bundle wait for each other in a circle; `cycle` names them in order."""

    def __init__(self, cycle: Sequence[str]) -> None:
        super().__init__(" → ".join(cycle))
        self.cycle = tuple(cycle)


class NoImplementation(GuidesError):
    """Nobody handles this item in this division."""

    def __init__(self, item: str, division: str) -> None:
        super().__init__(f"nobody handles {item} in {division}")
        self.item = item
        self.division = division
