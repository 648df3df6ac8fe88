"""Scenario guidance: an applicant's answers turn a guide's content into what applies to this applicant."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from guides.enumerations import QuestionKind, YesNo
from guides.errors import FieldProblem, GuidesError

Content: TypeAlias = Mapping[str, Any]
Answers: TypeAlias = Mapping[str, str]
Key: TypeAlias = Callable[[str], str]

AFTER_CHECK: Final = "after_check"


class ScenarioFault(StrEnum):
    """What can be wrong with an answer to a scenario question."""

    UNKNOWN_VALUE = "unknown_value"


class ScenarioAnswersInvalid(GuidesError):
    """Answers that the questions do not offer: the problem of each field by its name."""

    def __init__(self, errors: Mapping[str, FieldProblem]) -> None:
        super().__init__("; ".join(f"{field}: {problem.code}" for field, problem in errors.items()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Stop:
    """An answer with which the item may not be applied for: why, and on which legal basis."""

    question: str
    value: str
    reason: str
    basis: str | None


@dataclass(frozen=True)
class Tell:
    """Advice that an answer calls for; it hinders nothing."""

    question: str
    value: str
    text: str


@dataclass(frozen=True)
class Questioning:
    """What came of one list of questions: those to show, the answers that count, and what they lead to."""

    questions: tuple[Content, ...]
    answers: Answers
    unanswered: tuple[str, ...]
    stops: tuple[Stop, ...]
    tells: tuple[Tell, ...]


@dataclass(frozen=True)
class Selection(Questioning):
    """The part of a guide that applies to one applicant."""

    situations: tuple[Content, ...]
    conditions: tuple[Content, ...]
    materials: tuple[Content, ...]
    steps: tuple[Content, ...]
    fees: tuple[Content, ...]
    form_fields: tuple[Content, ...]
    by_commitment: bool

    @property
    def is_complete(self) -> bool:
        """Every question that shows is answered."""
        return not self.unanswered

    @property
    def may_apply(self) -> bool:
        """All is answered and nothing forbids the application."""
        return self.is_complete and not self.stops


def matches(when: Mapping[str, Collection[str]] | None, answers: Answers) -> bool:
    """True when every question that `when` names is answered by one of the values it lists."""
    return all(answers.get(question) in values for question, values in (when or {}).items())


def option_values(question: Content) -> tuple[str, ...]:
    """The values that answer `question`."""
    return tuple(option["value"] for option in question.get("options") or ()) or (
        tuple(YesNo) if question["kind"] == QuestionKind.YES_NO else ()
    )


def ask(questions: Sequence[Content], answers: Answers, *, named: Key = str) -> Questioning:
    """Goes through `questions` in their order; each shows by the answers to those before it.

    An answer to a question that does not show is ignored, an empty one counts as none. `named` gives the
    name of the field that carries a question's answer. Raises ScenarioAnswersInvalid with all fields whose
    value is not offered.
    """
    shown: list[Content] = []
    given: dict[str, str] = {}
    errors: dict[str, FieldProblem] = {}
    for question in questions:
        if not matches(question.get("when"), given):
            continue
        shown.append(question)
        value = answers.get(named(question["key"]))
        if value and value in option_values(question):
            given[question["key"]] = value
        elif value:
            errors[named(question["key"])] = FieldProblem(ScenarioFault.UNKNOWN_VALUE)
    if errors:
        raise ScenarioAnswersInvalid(errors)
    return consequences(shown, given, named=named)


def consequences(shown: Sequence[Content], given: Answers, *, named: Key = str) -> Questioning:
    """What the answers `given` to the questions `shown` lead to."""
    chosen = [
        (named(question["key"]), option)
        for question in shown
        for option in question.get("options") or ()
        if option["value"] == given.get(question["key"])
    ]
    return Questioning(
        questions=tuple({**question, "key": named(question["key"])} for question in shown),
        answers=dict(given),
        unanswered=tuple(named(question["key"]) for question in shown if question["key"] not in given),
        stops=tuple(
            Stop(field, option["value"], option["stop"]["reason"], option["stop"].get("basis"))
            for field, option in chosen
            if option.get("stop")
        ),
        tells=tuple(
            Tell(field, option["value"], option["tell"]) for field, option in chosen if option.get("tell")
        ),
    )


def resolve(content: Content, answers: Answers, *, named: Key = str) -> Selection:
    """What `content` asks of, and offers to, an applicant who gave `answers` (question key → value).

    Raises ScenarioAnswersInvalid when a value is not among its question's options.
    """
    asked = ask(content["questions"], answers, named=named)
    by_commitment = is_by_commitment(content, asked.answers)
    return Selection(
        questions=asked.questions,
        answers=asked.answers,
        unanswered=asked.unanswered,
        stops=asked.stops,
        tells=asked.tells,
        situations=applying(content["situations"], asked.answers),
        conditions=applying(content["conditions"], asked.answers),
        materials=materials(content, asked.answers, by_commitment=by_commitment),
        steps=steps(content, asked.answers, by_commitment=by_commitment),
        fees=applying(content["fees"], asked.answers),
        form_fields=applying(content["form_fields"], asked.answers),
        by_commitment=by_commitment,
    )


def applying(entries: Sequence[Content], answers: Answers) -> tuple[Content, ...]:
    """Those of `entries` whose `when` the answers match, in their order."""
    return tuple(entry for entry in entries if matches(entry.get("when"), answers))


def is_by_commitment(content: Content, answers: Answers) -> bool:
    """True when the applicant chose notice and commitment (告知承诺) where the guide offers it."""
    commitment = content.get("commitment")
    if not commitment or not commitment.get("question"):
        return False
    return bool(answers.get(commitment["question"]) == commitment["value"])


def materials(content: Content, answers: Answers, *, by_commitment: bool) -> tuple[Content, ...]:
    """The materials this applicant gives; those that a commitment replaces are dropped when it is made."""
    return tuple(
        material
        for material in applying(content["materials"], answers)
        if not (by_commitment and material.get("by_commitment"))
    )


def steps(content: Content, answers: Answers, *, by_commitment: bool) -> tuple[Content, ...]:
    """The steps of this case; the later check follows only a decision that rests on a commitment."""
    return tuple(
        step
        for step in applying(content["steps"], answers)
        if by_commitment or step["kind"] != AFTER_CHECK or not content.get("commitment")
    )
