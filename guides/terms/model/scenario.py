"""Questions of a scenario and their options, as frozen values."""

from dataclasses import dataclass, field

from guides.enumerations import (
    QuestionKind,
)
from guides.terms.applicability import OMITTED, Applicability


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRule:
    """The reason why an answer forbids the application, and its legal basis."""

    reason: str
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer to a question; `stop` forbids the application, `tell` is only advice."""

    value: str
    label: str = ""
    hint: str = ""
    stop: StopRule | None = None
    tell: str | None = None
    by_agent: bool = field(default=False, metadata=OMITTED)
    """Whether the answer says that somebody acts for the applicant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a scenario; a number is counted in `unit` and not below `least`."""

    key: str
    text: str = ""
    kind: QuestionKind = QuestionKind.CHOICE
    hint: str = ""
    when: Applicability = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    unit: str = field(default="", metadata=OMITTED)
    least: int | None = field(default=None, metadata=OMITTED)
