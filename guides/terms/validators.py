"""Marshmallow validators that report a problem code with values instead of a text."""

from collections.abc import Collection
from re import Pattern
from typing import Any

from marshmallow import ValidationError, validate

from guides.errors import FieldProblem


class ProblemValidator(validate.Validator):
    """A validator that raises its own problem code."""

    problem: FieldProblem

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)  # type: ignore[safe-super]  # of the mixed-in validator
        except ValidationError:
            raise ValidationError([self.problem]) from None


class ProblemLength(ProblemValidator, validate.Length):
    """Limits for the length of a text or a list."""

    def __init__(self, problem: FieldProblem, *, min: int | None = None, max: int | None = None) -> None:
        super().__init__(min=min, max=max)
        self.problem = problem


class ProblemRange(ProblemValidator, validate.Range):
    """Limits for a number."""

    def __init__(self, problem: FieldProblem, *, min: int, max: int) -> None:
        super().__init__(min=min, max=max)
        self.problem = problem


class ProblemRegexp(ProblemValidator, validate.Regexp):
    """A required pattern of a text."""

    def __init__(self, problem: FieldProblem, pattern: Pattern[str]) -> None:
        super().__init__(pattern)
        self.problem = problem


class ProblemOneOf(ProblemValidator, validate.OneOf):
    """The allowed values of a text."""

    def __init__(self, problem: FieldProblem, choices: Collection[str]) -> None:
        super().__init__(list(choices))
        self.problem = problem
