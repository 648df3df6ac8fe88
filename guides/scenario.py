"""Scenario guidance: the part of a guide's terms that applies to an applicant with given answers."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol, TypeAlias, TypeVar

from guides.enumerations import QuestionKind, StepKind
from guides.errors import FieldProblem, GuidesError
from guides.terms import (
    Applicability,
    Condition,
    Fee,
    FormField,
    GuideTerms,
    Material,
    Option,
    Question,
    Situation,
    Step,
)
from guides.vocabulary import YES_NO, in_unit

Answers: TypeAlias = Mapping[str, str]
Key: TypeAlias = Callable[[str], str]
NUMBER: Final = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")


class Conditional(Protocol):
    """An entry of a guide's terms that applies only to some applicants."""

    @property
    def when(self) -> Applicability: ...


EntryT = TypeVar("EntryT", bound=Conditional)


class ScenarioFault(StrEnum):
    """The codes of invalid answers to scenario questions."""

    UNKNOWN_VALUE = "unknown_value"
    NOT_A_NUMBER = "not_a_number"
    BELOW_LEAST = "below_least"


class ScenarioAnswersInvalid(GuidesError):
    """Answers that the questions do not offer: the problem of each field, by field name."""

    def __init__(self, errors: Mapping[str, FieldProblem]) -> None:
        super().__init__("; ".join(f"{field}: {problem.code}" for field, problem in errors.items()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Stop:
    """An answer that forbids the application: its reason and its legal basis."""

    question: str
    value: str
    reason: str
    basis: str | None


@dataclass(frozen=True)
class Tell:
    """Advice for an answer; it does not prevent the application."""

    question: str
    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion(Question):
    """A question for the applicant: `key` is the field name of its answer, `item` the item that asks it."""

    item: str | None = None


@dataclass(frozen=True)
class Questioning:
    """The evaluation of a list of questions: visible questions, valid answers and their consequences."""

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
        """True when every visible question is answered."""
        return not self.unanswered

    @property
    def may_apply(self) -> bool:
        """True when everything is answered and nothing forbids the application."""
        return self.is_complete and not self.stops


def matches(when: Applicability, answers: Answers) -> bool:
    """True when the answer to every question of `when` is one of the listed values."""
    return all(answers.get(question) in values for question, values in when.items())


def question_options(question: Question) -> tuple[Option, ...]:
    """The options of `question`; yes and no for a yes-no question without options."""
    if question.options or question.kind is not QuestionKind.YES_NO:
        return question.options
    return tuple(Option(value=answer, label=label) for answer, label in YES_NO.items())


def option_values(question: Question) -> tuple[str, ...]:
    """The values that are valid answers to `question`."""
    return tuple(option.value for option in question_options(question))


def answer_to(question: Question, given: str) -> str | FieldProblem:
    """The answer in the form in which it is stored, or what is wrong with it: ８６平方米 → 86."""
    if question.kind is not QuestionKind.NUMBER:
        return given if given in option_values(question) else FieldProblem(ScenarioFault.UNKNOWN_VALUE)
    digits = "".join(unicodedata.normalize("NFKC", given).split())
    digits = digits.removesuffix(unicodedata.normalize("NFKC", question.unit)) if question.unit else digits
    if NUMBER.fullmatch(digits) is None:
        return FieldProblem(ScenarioFault.NOT_A_NUMBER)
    number = Decimal(digits)
    if question.least is not None and number < question.least:
        return FieldProblem(ScenarioFault.BELOW_LEAST, {"least": in_unit(question.least, question.unit)})
    return f"{number.normalize():f}"


def ask(
    questions: Sequence[Question], answers: Answers, *, named: Key = str, item: str | None = None
) -> Questioning:
    """Evaluates `questions` in their order; the visibility of each depends on the answers to earlier ones.

    Answers to hidden questions are ignored; an empty answer counts as none. `named` returns the field name
    for a question's answer, `item` is the item that asks within a bundle. Raises ScenarioAnswersInvalid with
    all fields whose value is not offered.
    """
    visible: list[Question] = []
    valid_answers: dict[str, str] = {}
    errors: dict[str, FieldProblem] = {}
    for question in questions:
        if not matches(question.when, valid_answers):
            continue
        visible.append(question)
        given = answers.get(named(question.key))
        if not given:
            continue
        value = answer_to(question, given)
        if isinstance(value, FieldProblem):
            errors[named(question.key)] = value
        else:
            valid_answers[question.key] = value
    if errors:
        raise ScenarioAnswersInvalid(errors)
    return consequences(visible, valid_answers, named=named, item=item)


def consequences(
    visible: Sequence[Question], answers: Answers, *, named: Key = str, item: str | None = None
) -> Questioning:
    """The consequences of `answers` to the `visible` questions."""
    chosen = [
        (named(question.key), option)
        for question in visible
        for option in question.options
        if option.value == answers.get(question.key)
    ]
    return Questioning(
        questions=tuple(put_question(question, key=named(question.key), item=item) for question in visible),
        answers=dict(answers),
        unanswered=tuple(named(question.key) for question in visible if question.key not in answers),
        stops=tuple(
            Stop(field, option.value, option.stop.reason, option.stop.basis)
            for field, option in chosen
            if option.stop
        ),
        tells=tuple(Tell(field, option.value, option.tell) for field, option in chosen if option.tell),
    )


def put_question(question: Question, *, key: str, item: str | None) -> AskedQuestion:
    """The question for the applicant under the field name `key`."""
    return AskedQuestion(
        key=key,
        text=question.text,
        kind=question.kind,
        hint=question.hint,
        when=question.when,
        options=question.options,
        unit=question.unit,
        least=question.least,
        item=item,
    )


def resolve(terms: GuideTerms, answers: Answers, *, named: Key = str, item: str | None = None) -> Selection:
    """The part of `terms` for an applicant with these `answers` (question key → value).

    Raises ScenarioAnswersInvalid when a value is not among the options of its question.
    """
    questioning = ask(terms.questions, answers, named=named, item=item)
    by_commitment = is_by_commitment(terms, questioning.answers)
    return Selection(
        questions=questioning.questions,
        answers=questioning.answers,
        unanswered=questioning.unanswered,
        stops=questioning.stops,
        tells=questioning.tells,
        situations=applicable_entries(terms.situations, questioning.answers),
        conditions=applicable_entries(terms.conditions, questioning.answers),
        materials=materials(terms, questioning.answers, by_commitment=by_commitment),
        steps=steps(terms, questioning.answers, by_commitment=by_commitment),
        fees=applicable_entries(terms.fees, questioning.answers),
        form_fields=applicable_entries(terms.form_fields, questioning.answers),
        by_commitment=by_commitment,
    )


def applicable_entries(entries: Sequence[EntryT], answers: Answers) -> tuple[EntryT, ...]:
    """The entries whose `when` matches the answers, in their order."""
    return tuple(entry for entry in entries if matches(entry.when, answers))


def is_by_commitment(terms: GuideTerms, answers: Answers) -> bool:
    """True when the applicant chose notice and commitment (告知承诺) and the guide offers it."""
    commitment = terms.commitment
    return commitment is not None and answers.get(commitment.question) == commitment.value


def materials(terms: GuideTerms, answers: Answers, *, by_commitment: bool) -> tuple[Material, ...]:
    """The materials that this applicant submits; a commitment removes those that it replaces."""
    return tuple(
        material
        for material in applicable_entries(terms.materials, answers)
        if not (by_commitment and material.by_commitment)
    )


def steps(terms: GuideTerms, answers: Answers, *, by_commitment: bool) -> tuple[Step, ...]:
    """The steps of this case; the later check exists only for a decision that is based on a commitment."""
    return tuple(
        step
        for step in applicable_entries(terms.steps, answers)
        if by_commitment or step.kind is not StepKind.AFTER_CHECK or terms.commitment is None
    )
