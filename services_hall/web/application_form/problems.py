"""Mapping from errors of a submission to the step of the form that is shown again, with its messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from guides.errors import NoImplementation
from services_hall.applications.errors import (
    AnswersInvalid,
    DraftChanged,
    MaterialsChanged,
    OfferChanged,
    RequirementsOpen,
    ScenarioStops,
)
from services_hall.presentation import application_form
from services_hall.presentation.error_messages import error_message, form_message
from services_hall.presentation.messages import message, messages_by_field
from services_hall.use_cases.open_draft import OpenDraft

SUBMISSION_ERRORS: Final = (
    AnswersInvalid,
    DraftChanged,
    NoImplementation,
    OfferChanged,
    RequirementsOpen,
    ScenarioStops,
)


@dataclass(frozen=True)
class SubmissionProblem:
    """The reason why nothing was filed: the step to show, the HTTP status, errors by field, a notice."""

    step: str
    status: int
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


def submission_problem(error: Exception, current: OpenDraft) -> SubmissionProblem:
    """The problem for one of SUBMISSION_ERRORS; any other error is raised again."""
    status = error_message(error).status
    match error:
        case OfferChanged():
            return SubmissionProblem("review" if current.is_scenario_complete else "again", status)
        case DraftChanged():
            step = "materials" if isinstance(error, MaterialsChanged) else "review"
            return SubmissionProblem(step, status, notice=form_message(error)[1])
        case NoImplementation():
            problem = application_form.no_handler_problem(current.selection, error.item)
            return SubmissionProblem("review", status, notice=message(problem))
        case ScenarioStops():
            return SubmissionProblem("again", status)
        case AnswersInvalid():
            return SubmissionProblem("form", status, messages_by_field(error.errors))
        case RequirementsOpen():
            return SubmissionProblem("materials", status, messages_by_field(error.materials))
    raise error
