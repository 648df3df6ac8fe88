"""The answers that an agency may read: those to the fields of its own guide."""

from collections.abc import Iterator
from typing import Any

from guides.terms import FormField, GuideTerms
from services_hall.applications.models import Application, Case


def answers_of(case: Case) -> Iterator[tuple[FormField, str, Any]]:
    """Each answered form field of this case's edition, with the key of its answer and its value."""
    return answers_in(case.application_item.edition.terms, case.item_code, case.application)


def answers_in(
    terms: GuideTerms, item_code: str, application: Application
) -> Iterator[tuple[FormField, str, Any]]:
    """Like `answers_of`, for loaded terms of an edition."""
    answers = application.answers
    for form_field in terms.form_fields:
        keys = (f"{item_code}:{form_field.key}", form_field.merge_key or form_field.key)
        key = next((key for key in keys if key in answers), None)
        if key is not None:
            yield form_field, key, answers[key]


def scenario_of(case: Case) -> dict[str, str]:
    """The answers to the questions of this case's edition, by its own question keys."""
    answers = case.application.scenario
    questions = [question.key for question in case.application_item.edition.terms.questions]
    return {
        question: answers[key]
        for question in questions
        if (key := next((key for key in (f"{case.item_code}:{question}", question) if key in answers), ""))
    }
