"""The questions of a guide or bundle, one a page, with the way back and the answers so far."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from flask_babel import gettext as _

from guides.bundles import BundleSelection
from guides.enumerations import QuestionKind
from guides.scenario import AskedQuestion
from guides.terms import Option
from services_hall.presentation import forms
from services_hall.presentation.scenario_answers import answer_words

ASK: Final = "_ask"
"""The question that is asked again, in the address; no key of a guide starts like this."""
ASKED: Final = "_asked"
"""The question of the page that was sent."""
UNSURE: Final = "?"
"""The answer of those who do not know; no option of a guide has this value."""


@dataclass(frozen=True)
class GivenAnswer:
    """An answer in the list, with the address at which it is changed; `value` is empty for "unsure"."""

    key: str
    question: str
    answer: str
    hint: str
    item: str | None
    change_href: str
    is_unsure: bool


@dataclass(frozen=True)
class ScenarioStep:
    """What the page shows: one question, or none when all others are answered."""

    question: forms.Field | None
    key: str
    number: int
    count: int
    back_href: str
    unsure_href: str
    """The address that answers "unsure" to a question without choices; else empty."""
    carried: Sequence[tuple[str, str]]
    """The hidden fields of the form: everything but the question of the page."""
    given: Sequence[GivenAnswer]
    just_given: str
    errors: Mapping[str, str]

    @property
    def is_asking(self) -> bool:
        """Whether a question is on the page; otherwise the result, the stop, or what is still unsure."""
        return self.question is not None

    @property
    def unsure(self) -> list[GivenAnswer]:
        """The questions that wait for somebody who knows."""
        return [one for one in self.given if one.is_unsure]


@dataclass(frozen=True)
class ScenarioRequest:
    """The address of the page: its path, the question to ask again, the one just sent, the answers."""

    path: str
    ask: str
    asked: str
    unsure: Collection[str]
    carried: Mapping[str, str]
    """What is not an answer but stays in the address."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """The answers as they were sent, also wrong ones."""


def scenario_step(
    selection: BundleSelection, sent: ScenarioRequest, errors: Mapping[str, str]
) -> ScenarioStep:
    """The question to ask now: the one to change, the one with an error, else the first without an answer."""
    questions = in_order_of_asking(selection.questions)
    keys = [question.key for question in questions]
    unsure = [key for key in keys if key in sent.unsure and key not in selection.answers]
    errors = {**_not_chosen(sent, keys, selection, unsure), **errors}
    shown = _question_to_ask(questions, selection, sent, unsure=unsure, errors=errors)
    state = {**selection.answers, **dict.fromkeys(unsure, UNSURE)}
    given = [_given(question, state, sent) for question in questions if question.key in state]
    index = len(keys) if shown is None else keys.index(shown.key)
    before = [key for key in keys[:index] if key in state]
    return ScenarioStep(
        question=None
        if shown is None
        else _field(shown, state.get(shown.key, sent.typed.get(shown.key)), errors.get(shown.key)),
        key="" if shown is None else shown.key,
        number=index + 1,
        count=len(keys),
        back_href=_change_href(sent, state, before[-1]) if before else "",
        unsure_href=_unsure_href(sent, state, shown),
        carried=[*_without(state, shown), *sent.carried.items()],
        given=given,
        just_given=sent.asked if sent.asked in state else "",
        errors=errors,
    )


def in_order_of_asking(questions: Sequence[AskedQuestion]) -> list[AskedQuestion]:
    """The questions, each follow-up directly after the answer on which it depends."""
    keys = {question.key for question in questions}
    children: dict[str | None, list[AskedQuestion]] = {}
    for question in questions:
        children.setdefault(_parent(question, keys), []).append(question)

    def following(key: str | None) -> Iterator[AskedQuestion]:
        for question in children.get(key, ()):
            yield question
            yield from following(question.key)

    return list(following(None))


def _parent(question: AskedQuestion, keys: Collection[str]) -> str | None:
    """The visible question with the last of the answers on which this one depends."""
    named = [key if question.item is None else f"{question.item}:{key}" for key in question.when]
    return next((key for key in reversed(named) if key in keys and key != question.key), None)


def _question_to_ask(
    questions: Sequence[AskedQuestion],
    selection: BundleSelection,
    sent: ScenarioRequest,
    *,
    unsure: Collection[str],
    errors: Mapping[str, str],
) -> AskedQuestion | None:
    again = next((one for one in questions if one.key == sent.ask), None)
    wrong = next((one for one in questions if one.key in errors), None)
    is_open = (one for one in questions if one.key not in selection.answers and one.key not in unsure)
    return wrong or again or (None if selection.stops else next(is_open, None))


def _not_chosen(
    sent: ScenarioRequest, keys: Collection[str], selection: BundleSelection, unsure: Collection[str]
) -> dict[str, str]:
    """The error of a page that was sent without an answer."""
    if sent.asked not in keys or sent.asked in selection.answers or sent.asked in unsure:
        return {}
    asked = next(question for question in selection.questions if question.key == sent.asked)
    if asked.kind is QuestionKind.NUMBER:
        return {sent.asked: _("请填一个数。不知道的，选“不确定”。")}
    return {sent.asked: _("请选一个答案。不知道的，选“不确定”。")}


def _field(question: AskedQuestion, value: str | None, error: str | None) -> forms.Field:
    """The question with "unsure" as its last choice."""
    value = "" if value == UNSURE and question.kind is QuestionKind.NUMBER else value
    unsure = Option(value=UNSURE, label=_("不确定"), hint=_("先答别的问题，我们告诉您问谁。"))
    return forms.question(question, value=value, error=error, more=[unsure])


def _given(question: AskedQuestion, state: Mapping[str, str], sent: ScenarioRequest) -> GivenAnswer:
    value = state[question.key]
    return GivenAnswer(
        key=question.key,
        question=question.text,
        answer=_("不确定") if value == UNSURE else answer_words(question, value),
        hint=question.hint,
        item=question.item,
        change_href=_change_href(sent, state, question.key),
        is_unsure=value == UNSURE,
    )


def _change_href(sent: ScenarioRequest, state: Mapping[str, str], key: str) -> str:
    return f"{sent.path}?{urlencode({**state, **sent.carried, ASK: key})}#questions"


def _unsure_href(sent: ScenarioRequest, state: Mapping[str, str], shown: AskedQuestion | None) -> str:
    if shown is None or shown.kind is not QuestionKind.NUMBER:
        return ""
    answered = {**state, shown.key: UNSURE}
    return f"{sent.path}?{urlencode({**answered, **sent.carried, ASKED: shown.key})}#questions"


def _without(state: Mapping[str, str], shown: AskedQuestion | None) -> list[tuple[str, str]]:
    return [(key, value) for key, value in state.items() if shown is None or key != shown.key]
