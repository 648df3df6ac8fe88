"""Errors of a submission as the step of the form to show again, with what the applicant reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flask_babel import gettext as _

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
from services_hall.presentation.messages import messages_by_field
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
    """Why nothing was filed: the step to show again, the HTTP status, errors by field, a notice."""

    step: str
    status: int
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


def submission_problem(error: Exception, current: OpenDraft) -> SubmissionProblem:
    """What to show for one of SUBMISSION_ERRORS; raises any other error again."""
    match error:
        case OfferChanged():
            return SubmissionProblem("review" if current.is_scenario_complete else "again", 409)
        case MaterialsChanged():
            notice = _(
                "您提交时，有材料在别处换过或删掉了，所以还没有提交。其他内容都还在，请核对材料后再提交。"
            )
            return SubmissionProblem("materials", 409, notice=notice)
        case DraftChanged():
            return SubmissionProblem("review", 409, notice=_draft_changed())
        case NoImplementation():
            notice = application_form.no_handler_error(current.selection, error.item)
            return SubmissionProblem("review", 422, notice=notice)
        case ScenarioStops():
            return SubmissionProblem("again", 422)
        case AnswersInvalid():
            return SubmissionProblem("form", 422, messages_by_field(error.errors))
        case RequirementsOpen():
            return SubmissionProblem("materials", 422, messages_by_field(error.materials))
    raise error


def _materials_changed() -> str:
    return _("您提交时，有材料在别处换过或删掉了，所以还没有提交。其他内容都还在，请核对材料后再提交。")


def _draft_changed() -> str:
    return _("您提交时，填写的内容在别处改过，所以还没有提交。请再核对一遍，没有问题就提交。")
