"""Scenario questions as a form sent by GET, without storage of the answers."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import request

from guides.bundles import BundleSelection
from guides.scenario import Answers, ScenarioAnswersInvalid
from services_hall.applications.source_certificates import SOURCE
from services_hall.presentation import forms
from services_hall.presentation.messages import messages_by_field
from services_hall.web.form_state import FormState


def scenario_values(resolve: Callable[[Answers], BundleSelection], apply_path: str) -> dict[str, Any]:
    """Template values for the answers in the address: selection, questions as fields, ways to apply.

    An answer that a question does not offer produces an error at its field and is otherwise ignored.
    """
    answers = dict(request.args.items())
    source = answers.pop(SOURCE, "")
    errors: dict[str, str] = {}
    try:
        selection = resolve(answers)
    except ScenarioAnswersInvalid as invalid:
        errors = messages_by_field(invalid.errors)
        selection = resolve({key: value for key, value in answers.items() if key not in errors})
    questions = [
        forms.question(question, value=selection.answers.get(question.key), error=errors.get(question.key))
        for question in selection.questions
    ]
    carried = {**selection.answers, **({SOURCE: source} if source else {})}
    return {
        "selection": selection,
        "source_identifier": source,
        "questions": questions,
        "form_state": FormState(answers, errors),
        "is_complete": selection.may_apply,
        "apply_href": f"{apply_path}?{urlencode(carried)}" if carried else apply_path,
        "action": request.path,
    }
