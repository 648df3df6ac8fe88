"""Routes for the work inside the agency: steps, hand-over, notes, opinions of other agencies."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.desks.actions.run import run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.add_case_note import add_case_note
from services_hall.use_cases.ask_opinion import ask_opinion
from services_hall.use_cases.hand_over_case import hand_over_case
from services_hall.use_cases.record_step import record_step
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/cases/<number>/steps")
@access(Role.AGENCY_OFFICER)
def step(number: str) -> ResponseReturnValue:
    """Records the result of the next step of the guide."""
    return run_action(
        number,
        lambda: record_step(signed_in_actor(), number, step_key=_typed("step"), text=_typed("step_text")),
        _("已记录这个环节。"),
        form="steps",
        fields=["step_text", "step"],
    )


@blueprint.post("/cases/<number>/hand-over")
@access(Role.AGENCY_OFFICER)
def hand_over(number: str) -> ResponseReturnValue:
    """Assigns the case to a colleague."""
    return run_action(
        number,
        lambda: hand_over_case(
            signed_in_actor(), number, to=_typed("colleague"), text=_typed("hand_over_text")
        ),
        _("已转交。"),
        form="hand_over",
        fields=["colleague", "hand_over_text"],
    )


@blueprint.post("/cases/<number>/notes")
@access(Role.AGENCY_OFFICER)
def note(number: str) -> ResponseReturnValue:
    """Adds a note that the applicant does not see."""
    return run_action(
        number,
        lambda: add_case_note(signed_in_actor(), number, _typed("note")),
        _("已记下，申请人看不到。"),
        fields=["note"],
    )


@blueprint.post("/cases/<number>/opinions")
@access(Role.AGENCY_OFFICER)
def opinion(number: str) -> ResponseReturnValue:
    """Asks another agency for its opinion."""
    return run_action(
        number,
        lambda: ask_opinion(
            signed_in_actor(),
            number,
            agency_code=_typed("opinion_agency"),
            question=_typed("opinion_question"),
        ),
        _("已征求意见；办理时限不停。"),
        form="opinions",
        fields=["opinion_question", "opinion_agency"],
    )


def _typed(name: str) -> str:
    return request.form.get(name, "")
