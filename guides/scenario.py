"""Scenario guidance: an applicant's answers turn a guide's terms into what applies to this applicant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar

from guides.enumerations import QuestionKind, StepKind, YesNo
from guides.errors import FieldProblem, GuidesError
from guides.terms import (
    Applicability,
    Condition,
    Fee,
    FormField,
    GuideTerms,
    Material,
    Question,
    Situation,
    Step,
)

Answers: TypeAlias = Mapping[str, str]
Key: TypeAlias = Callable[[str], str]


class Conditional(Protocol):
    """An entry of a guide's terms that applies to some applicants."""

    @property
    def when(self) -> Applicability: ...


EntryT = TypeVar("EntryT", bound=Conditional)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion(Question):
    """A question as it is put: `key` names the field of its answer, `item` the item that asks by itself."""

    item: str | None = None


@dataclass(frozen=True)
class Questioning:
    """What came of one list of questions: those to show, the answers that count, and what they lead to."""

    questions: tuple[AskedQuestion, ...]
    answers: Answers
    unanswered: tuple[str, ...]
    stops: tuple[Stop, ...]
    tells: tuple[Tell, ...]


@dataclass(frozen=True)
class Selection(Questioning):
    """The part of a guide that applies to one applicant."""

    situations: tuple[Situation, ...]
    conditions: tuple[Condition, ...]
    materials: tuple[Material, ...]
    steps: tuple[Step, ...]
    fees: tuple[Fee, ...]
    form_fields: tuple[FormField, ...]
    by_commitment: bool

    @property
    def is_complete(self) -> bool:
        """Every question that shows is answered."""
        return not self.unanswered

    @property
    def may_apply(self) -> bool:
        """All is answered and nothing forbids the application."""
        return self.is_complete and not self.stops


def matches(when: Applicability, answers: Answers) -> bool:
    """True when every question that `when` names is answered by one of the values it lists."""
    return all(answers.get(question) in values for question, values in when.items())


def option_values(question: Question) -> tuple[str, ...]:
    """The values that answer `question`."""
    return tuple(option.value for option in question.options) or (
        tuple(YesNo) if question.kind == QuestionKind.YES_NO else ()
    )


def ask(
    questions: Sequence[Question], answers: Answers, *, named: Key = str, item: str | None = None
) -> Questioning:
    """Goes through `questions` in their order; each shows by the answers to those before it.

    An answer to a question that does not show is ignored, an empty one counts as none. `named` gives the
    name of the field that carries a question's answer, `item` is the item that asks within a bundle. Raises
    ScenarioAnswersInvalid with all fields whose value is not offered.
    """
    shown: list[Question] = []
    given: dict[str, str] = {}
    errors: dict[str, FieldProblem] = {}
    for question in questions:
        if not matches(question.when, given):
            continue
        shown.append(question)
        value = answers.get(named(question.key))
        if value and value in option_values(question):
            given[question.key] = value
        elif value:
            errors[named(question.key)] = FieldProblem(ScenarioFault.UNKNOWN_VALUE)
    if errors:
        raise ScenarioAnswersInvalid(errors)
    return consequences(shown, given, named=named, item=item)


def consequences(
    shown: Sequence[Question], given: Answers, *, named: Key = str, item: str | None = None
) -> Questioning:
    """What the answers `given` to the questions `shown` lead to."""
    chosen = [
        (named(question.key), option)
        for question in shown
        for option in question.options
        if option.value == given.get(question.key)
    ]
    return Questioning(
        questions=tuple(put_question(question, key=named(question.key), item=item) for question in shown),
        answers=dict(given),
        unanswered=tuple(named(question.key) for question in shown if question.key not in given),
        stops=tuple(
            Stop(field, option.value, option.stop.reason, option.stop.basis)
            for field, option in chosen
            if option.stop
        ),
        tells=tuple(Tell(field, option.value, option.tell) for field, option in chosen if option.tell),
    )


def put_question(question: Question, *, key: str, item: str | None) -> AskedQuestion:
    """The question as it is put under the field name `key`."""
    return AskedQuestion(
        key=key,
        text=question.text,
        kind=question.kind,
        hint=question.hint,
        when=question.when,
        options=question.options,
        item=item,
    )


def resolve(terms: GuideTerms, answers: Answers, *, named: Key = str, item: str | None = None) -> Selection:
    """What `terms` ask of, and offer to, an applicant who gave `answers` (question key → value).

    Raises ScenarioAnswersInvalid when a value is not among its question's options.
    """
    asked = ask(terms.questions, answers, named=named, item=item)
    by_commitment = is_by_commitment(terms, asked.answers)
    return Selection(
        questions=asked.questions,
        answers=asked.answers,
        unanswered=asked.unanswered,
        stops=asked.stops,
        tells=asked.tells,
        situations=applying(terms.situations, asked.answers),
        conditions=applying(terms.conditions, asked.answers),
        materials=materials(terms, asked.answers, by_commitment=by_commitment),
        steps=steps(terms, asked.answers, by_commitment=by_commitment),
        fees=applying(terms.fees, asked.answers),
        form_fields=applying(terms.form_fields, asked.answers),
        by_commitment=by_commitment,
    )


def applying(entries: Sequence[EntryT], answers: Answers) -> tuple[EntryT, ...]:
    """Those of `entries` whose `when` the answers match, in their order."""
    return tuple(entry for entry in entries if matches(entry.when, answers))


def is_by_commitment(terms: GuideTerms, answers: Answers) -> bool:
    """True when the applicant chose notice and commitment (告知承诺) where the guide offers it."""
    commitment = terms.commitment
    return commitment is not None and answers.get(commitment.question) == commitment.value


def materials(terms: GuideTerms, answers: Answers, *, by_commitment: bool) -> tuple[Material, ...]:
    """The materials this applicant gives; those that a commitment replaces are dropped when it is made."""
    return tuple(
        material
        for material in applying(terms.materials, answers)
        if not (by_commitment and material.by_commitment)
    )


def steps(terms: GuideTerms, answers: Answers, *, by_commitment: bool) -> tuple[Step, ...]:
    """The steps of this case; the later check follows only a decision that rests on a commitment."""
    return tuple(
        step
        for step in applying(terms.steps, answers)
        if by_commitment or step.kind is not StepKind.AFTER_CHECK or terms.commitment is None
    )
