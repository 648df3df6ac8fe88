"""Answers to scenario questions, in the words of the guides that asked."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from guides.bundles import BundleSelection
from guides.enumerations import QuestionKind
from guides.models import BundleEdition
from guides.terms import Question
from guides.vocabulary import in_unit
from services_hall.applications.models import Application, Case
from services_hall.presentation.labels import question_options


def answer_words(question: Question, value: str) -> str:
    """The words of an answer: the label of its option, or the number with its unit."""
    if question.kind is QuestionKind.NUMBER:
        return in_unit(value, question.unit)
    return next((one.label for one in question_options(question) if one.value == value), value)


def selection_answers(selection: BundleSelection) -> list[tuple[str, str]]:
    """Each answered question of an application that is being filled in, with its answer."""
    answers = selection.answers
    return [
        (one.text, answer_words(one, answers[one.key])) for one in selection.questions if one.key in answers
    ]


def case_answers(case: Case) -> list[tuple[str, str]]:
    """The questions of this case's edition with their answers, also those that the bundle asked."""
    values = case.application.scenario
    found = []
    for one in case.application_item.edition.terms.questions:
        keys = (f"{case.item_code}:{one.key}", one.key)
        key = next((key for key in keys if key in values), None)
        if key is not None:
            found.append((one.text, answer_words(one, values[key])))
    return found


def application_answers(session: Session, application: Application) -> list[tuple[str, str]]:
    """All answers of a filed application: those of its bundle first, then those of each item."""
    values, terms_of = application.scenario, {item.id: item.edition.terms for item in application.items}
    asked = [(case.item_code, terms_of[case.application_item_id].questions) for case in application.cases]
    if application.bundle_edition_id is None:
        return [pair for _code, questions in asked for pair in _answered(questions, "", values)]
    bundle = session.get_one(BundleEdition, application.bundle_edition_id)
    own = [pair for code, questions in asked for pair in _answered(questions, f"{code}:", values)]
    return [*_answered(bundle.terms.questions, "", values), *own]


def _answered(questions: Iterable[Question], prefix: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (one.text, answer_words(one, values[prefix + one.key]))
        for one in questions
        if prefix + one.key in values
    ]
