"""Validation of an applicant's answers, the same for every channel (pure)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guides.bundles import (
    BundleSelection,
)
from guides.enumerations import Audience
from guides.errors import FieldProblem
from services_hall.applications.answers.faults import AnswerFault
from services_hall.applications.answers.field_names import FIELD, OF_QUESTION
from services_hall.applications.answers.field_values import (
    NO_PLACES,
    Places,
)
from services_hall.applications.answers.fields import FieldInvalid, is_same_text, read_field
from services_hall.applications.answers.form_rules import broken_rules
from services_hall.applications.answers.offer import Offer
from services_hall.applications.answers.offered_options import with_offered_options
from services_hall.applications.answers.selection import settle
from services_hall.applications.errors import AnswersInvalid


@dataclass(frozen=True)
class Filing:
    """Checked answers with the selected items, form fields and materials."""

    offer: Offer
    scenario: Mapping[str, str]
    selection: BundleSelection
    answers: Mapping[str, Any]


def check(
    offer: Offer,
    scenario: Mapping[str, str],
    raw: Mapping[str, str],
    identity: Callable[[BundleSelection], Mapping[str, str]] | None = None,
    *,
    today: date,
    places: Places = NO_PLACES,
    division_code: str | None = None,
    kind: Audience | None = None,
) -> Filing:
    """Check the answers and return them as a filing.

    `scenario` is question key → value, `raw` is field key → text, `places` are the streets of the city by
    code, `division_code` is where the application is handled. `identity` gives the fields that say who the
    applicant is: nobody types them. `kind` is what the applicant is: options for others are not taken.

    Raises AnswersInvalid with every wrong field, ScenarioStops when an answer excludes the application.
    """
    selection = settle(offer, scenario)
    locked = identity(selection) if identity is not None else {}
    asked = selection if kind is None else with_offered_options(selection, kind)
    answers, errors = read_answers(
        asked, raw, locked, today=today, places=places, division_code=division_code
    )
    known = {form_field.key for form_field in selection.form_fields}
    errors.update({FIELD + key: FieldProblem(AnswerFault.NOT_IN_GUIDE) for key in raw if key not in known})
    if errors:
        raise AnswersInvalid(errors)
    return Filing(offer=offer, scenario=dict(scenario), selection=selection, answers=answers)


def read_answers(
    selection: BundleSelection,
    raw: Mapping[str, str],
    locked: Mapping[str, str],
    *,
    today: date,
    places: Places = NO_PLACES,
    division_code: str | None = None,
) -> tuple[dict[str, Any], dict[str, FieldProblem]]:
    """The answers to the fields by their key, and the problems by the names of the fields in a form.

    `locked` are the values that are known and not typed. Rules between fields are checked among those that
    are valid by themselves.
    """
    errors: dict[str, FieldProblem] = {}
    answers: dict[str, Any] = {}
    for form_field in selection.form_fields:
        key, text = form_field.key, raw.get(form_field.key, "")
        is_asked = (form_field.field.prefill or "").startswith(OF_QUESTION)
        if key in locked:
            answers[key] = locked[key]
            if not is_same_text(text, locked[key]):
                errors[FIELD + key] = _locked_problem(form_field.field.label, is_asked=is_asked)
            if not is_asked:
                continue
            text = locked[key]
        try:
            value = read_field(form_field, text, places=places)
        except FieldInvalid as error:
            errors.setdefault(FIELD + key, error.problem)
        else:
            if value is not None:
                answers[key] = value
    broken = broken_rules(selection, answers, today=today, division_code=division_code)
    return answers, {FIELD + key: problem for key, problem in broken.items()} | errors


def _locked_problem(label: str, *, is_asked: bool) -> FieldProblem:
    if is_asked:
        return FieldProblem(AnswerFault.FROM_QUESTION, {"label": label})
    return FieldProblem(AnswerFault.FROM_IDENTITY, {"label": label})
