"""Scenario questions as a form sent by GET, without storage of the answers."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import request

from guides.bundles import BundleSelection
from guides.scenario import Answers, ScenarioAnswersInvalid
from services_hall.applications.certificates.source_certificates import SOURCE
from services_hall.presentation import forms
from services_hall.presentation.messages import messages_by_field
from services_hall.presentation.scenario_steps import (
    ASK,
    ASKED,
    UNSURE,
    ScenarioRequest,
    scenario_step,
)
from services_hall.web.form_state import FormState


def scenario_values(resolve: Callable[[Answers], BundleSelection], apply_path: str) -> dict[str, Any]:
    """Template values for the answers in the address: selection, questions as fields, ways to apply.

    An answer that a question does not offer produces an error at its field and is otherwise ignored.
    """
    sent = dict(request.args.items())
    source, ask, asked = (sent.pop(name, "") for name in (SOURCE, ASK, ASKED))
    unsure = {key for key, value in sent.items() if value == UNSURE}
    answers = {key: value for key, value in sent.items() if key not in unsure}
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
    kept = {SOURCE: source} if source else {}
    step = scenario_step(selection, ScenarioRequest(request.path, ask, asked, unsure, kept, sent), errors)
    carried = {**selection.answers, **kept}
    return {
        "selection": selection,
        "source_identifier": source,
        "questions": questions,
        "step": step,
        "form_state": FormState(answers, step.errors),
        "is_complete": selection.may_apply,
        "apply_href": f"{apply_path}?{urlencode(carried)}" if carried else apply_path,
        "action": request.path,
    }
