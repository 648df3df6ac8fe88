"""Mapping from errors of a submission to the step of the form that is shown again, with its messages."""

from dataclasses import dataclass
from typing import Final

from flask import request

from guides.errors import NoImplementation
from services_hall.applications.errors import (
    AnswersInvalid,
    ApplicantRefused,
    DeliveryInvalid,
    DraftChanged,
    MaterialsChanged,
    OfferChanged,
    RequirementsOpen,
    ScenarioStops,
    SourceRefused,
    ToleranceBarred,
    WindowOnly,
)
from services_hall.presentation import application_form
from services_hall.presentation.error_messages import error_message, form_message
from services_hall.presentation.messages import message, messages_by_field
from services_hall.use_cases.open_draft import OpenDraft
from services_hall.web.form_state import EMPTY_FORM, FormState

SUBMISSION_ERRORS: Final = (
    AnswersInvalid,
    ApplicantRefused,
    DeliveryInvalid,
    DraftChanged,
    NoImplementation,
    OfferChanged,
    RequirementsOpen,
    ScenarioStops,
    ToleranceBarred,
    SourceRefused,
    WindowOnly,
)


@dataclass(frozen=True)
class SubmissionProblem:
    """The reason why nothing was filed: the step to show, the HTTP status, the state of its form."""

    step: str
    status: int
    state: FormState = EMPTY_FORM


def submission_problem(error: Exception, current: OpenDraft) -> SubmissionProblem:
    """The problem for one of SUBMISSION_ERRORS; any other error is raised again."""
    status = error_message(error).status
    match error:
        case OfferChanged():
            return SubmissionProblem("review" if current.is_scenario_complete else "again", status)
        case DraftChanged():
            step = "materials" if isinstance(error, MaterialsChanged) else "review"
            return SubmissionProblem(step, status, FormState(refusal=form_message(error)[1]))
        case NoImplementation():
            problem = application_form.no_handler_problem(current.selection, error.item)
            return SubmissionProblem("review", status, FormState(refusal=message(problem)))
        case ToleranceBarred() | WindowOnly():
            step = "materials" if isinstance(error, ToleranceBarred) else "review"
            return SubmissionProblem(step, status, FormState(refusal=form_message(error)[1]))
        case ApplicantRefused() | SourceRefused():
            return SubmissionProblem("review", status, FormState(refusal=message(error.problem)))
        case ScenarioStops():
            return SubmissionProblem("again", status)
        case AnswersInvalid():
            return SubmissionProblem("form", status, FormState(errors=messages_by_field(error.errors)))
        case DeliveryInvalid():
            state = FormState(request.form, errors=messages_by_field(error.errors))
            return SubmissionProblem("review", status, state)
        case RequirementsOpen():
            return SubmissionProblem(
                "materials", status, FormState(errors=messages_by_field(error.materials))
            )
    raise error
