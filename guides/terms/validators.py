"""Marshmallow's validators with a problem, a code with its values, in place of a text."""

from collections.abc import Collection
from re import Pattern
from typing import Any

from marshmallow import ValidationError, validate

from guides.errors import FieldProblem


class ProblemValidator(validate.Validator):
    """A validator that refuses a value with its own problem."""

    problem: FieldProblem

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)  # type: ignore[safe-super]  # of the validator it is mixed into
        except ValidationError:
            raise ValidationError([self.problem]) from None


class Length(ProblemValidator, validate.Length):
    """The length of a text or a list."""

    def __init__(self, problem: FieldProblem, *, min: int | None = None, max: int | None = None) -> None:
        super().__init__(min=min, max=max)
        self.problem = problem


class Range(ProblemValidator, validate.Range):
    """The bounds of a number."""

    def __init__(self, problem: FieldProblem, *, min: int, max: int) -> None:
        super().__init__(min=min, max=max)
        self.problem = problem


class Regexp(ProblemValidator, validate.Regexp):
    """The pattern of a text."""

    def __init__(self, problem: FieldProblem, pattern: Pattern[str]) -> None:
        super().__init__(pattern)
        self.problem = problem


class OneOf(ProblemValidator, validate.OneOf):
    """The words of which a text has to be one."""

    def __init__(self, problem: FieldProblem, choices: Collection[str]) -> None:
        super().__init__(list(choices))
        self.problem = problem
