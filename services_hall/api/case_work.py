"""API for the work inside an agency on its cases: steps, hand-over, notes, opinions, on-site checks."""

from typing import Any, Final

from marshmallow import Schema, fields

from services_hall.api.applications import own_files
from services_hall.api.case_actions import CaseBlueprint
from services_hall.api.operations import HANDLERS
from services_hall.api.request_schemas import RequestLength, RequestOneOf, RequestText, StrictRequestSchema
from services_hall.api.text_fields import text
from services_hall.applications.decisions.terminations import Termination
from services_hall.applications.enumerations import TerminationGround
from services_hall.applications.examination.colleagues import heads_of, officers_of
from services_hall.applications.examination.site_checks import Appointment, VisitRecord
from services_hall.applications.examination.visit_changes import NewAppointment
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.add_case_note import add_case_note
from services_hall.use_cases.ask_opinion import ask_opinion
from services_hall.use_cases.change_site_check import change_site_check
from services_hall.use_cases.hand_over_case import hand_over_case
from services_hall.use_cases.plan_site_check import plan_site_check
from services_hall.use_cases.record_site_check import record_site_check
from services_hall.use_cases.record_step import record_step
from services_hall.use_cases.terminate_case import terminate_case
from services_hall.web.access import signed_in_actor

blueprint = CaseBlueprint("api_case_work", __name__, description="办件的内部环节")
MOST_PHOTOS: Final = 20


class StepRequest(StrictRequestSchema):
    """The result of a step of the guide."""

    step = text(64, required=True)
    text = text(2000, required=True)


class HandOverRequest(StrictRequestSchema):
    """A hand-over to a colleague, by the id of an officer."""

    officer = text(32, required=True)
    text = text(200, load_default="")


class TerminationRequest(StrictRequestSchema):
    """The end of a case in which nothing is left to decide."""

    termination_ground = RequestText(
        required=True, validate=RequestOneOf([ground.value for ground in TerminationGround])
    )
    termination_facts = text(2000, required=True)
    basis_key = text(
        64, load_default="", metadata={"description": "the key of a legal basis of the guide, if one says so"}
    )


class NoteRequest(StrictRequestSchema):
    """A note that the applicant does not see."""

    text = text(2000, required=True)


class OpinionRequest(StrictRequestSchema):
    """A question to another agency."""

    agency_code = text(18, required=True)
    question = text(2000, required=True)


class SiteCheckRequest(StrictRequestSchema):
    """An appointment for an on-site check by two officers."""

    planned_on = fields.Date(required=True)
    planned_time = text(40, load_default="")
    place = text(200, required=True)
    first_officer = text(32, required=True)
    second_officer = text(32, required=True)


class SiteCheckMoveRequest(StrictRequestSchema):
    """Another day for a planned on-site check; everybody who visits together moves with it."""

    moved_on = fields.Date(required=True)
    planned_time = text(40, load_default="")
    change_reason = text(500, required=True)


class SiteCheckCancellationRequest(StrictRequestSchema):
    """Why a planned on-site check does not take place."""

    change_reason = text(500, required=True)


class SiteCheckRecordRequest(StrictRequestSchema):
    """What the officers found on site; `photos` are ids of uploaded files."""

    record = text(2000, required=True)
    is_passed = fields.Boolean(required=True)
    visited_on = fields.Date(load_default=None, metadata={"description": "day of the visit; default: today"})
    unsigned_reason = text(
        500, load_default="", metadata={"description": "why the applicant's side did not sign the record"}
    )
    photos = fields.List(text(32), load_default=list, validate=RequestLength(max=MOST_PHOTOS))


class OfficerDocument(Schema):
    """A person of the case's agency."""

    id = fields.String(attribute="public_id")
    name = fields.String()


@blueprint.operation("/cases/<string:number>/officers", OfficerDocument(many=True), roles=HANDLERS)
def officers(number: str) -> Any:
    """The officers who may handle a case"""
    session = reading()
    return officers_of(session, queries.desk_case(session, signed_in_actor(), number))


@blueprint.operation("/cases/<string:number>/heads", OfficerDocument(many=True), roles=HANDLERS)
def heads(number: str) -> Any:
    """The heads of the case's agency, who answer extensions"""
    session = reading()
    return heads_of(session, queries.desk_case(session, signed_in_actor(), number))


@blueprint.desk_action("steps", StepRequest)
def step(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Record the next step of the guide; the first one begins the review"""
    record_step(actor, number, step_key=body["step"], text=body["text"])


@blueprint.desk_action("hand-over", HandOverRequest)
def hand_over(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Assign a case to an officer"""
    hand_over_case(actor, number, to=body["officer"], text=body["text"])


@blueprint.desk_action("termination", TerminationRequest)
def terminate(actor: Actor, number: str, body: dict[str, str]) -> None:
    """End a case before its decision, because nothing is left to decide"""
    termination = Termination(body["termination_ground"], body["termination_facts"], body["basis_key"])
    terminate_case(actor, number, termination)


@blueprint.desk_action("notes", NoteRequest)
def note(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Add a note that the applicant does not see"""
    add_case_note(actor, number, body["text"])


@blueprint.desk_action("opinions", OpinionRequest)
def opinion(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Ask another agency for its opinion"""
    ask_opinion(actor, number, agency_code=body["agency_code"], question=body["question"])


@blueprint.desk_action("site-checks", SiteCheckRequest)
def plan(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Make an appointment for an on-site check by two officers"""
    plan_site_check(actor, number, Appointment(**body))


@blueprint.desk_action("site-check-move", SiteCheckMoveRequest)
def move(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Move a planned on-site check to another day"""
    appointment = NewAppointment(body["moved_on"], body["planned_time"])
    change_site_check(actor, number, appointment, body["change_reason"])


@blueprint.desk_action("site-check-cancellation", SiteCheckCancellationRequest)
def cancel(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Cancel a planned on-site check"""
    change_site_check(actor, number, None, body["change_reason"])


@blueprint.desk_action("site-check-record", SiteCheckRecordRequest)
def record(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Record an on-site check; its paper follows"""
    photos = own_files(actor, {photo: [photo] for photo in body.pop("photos")})
    record_site_check(
        actor,
        number,
        VisitRecord(**body),
        attachments={ids[0] for ids in photos.values()},
    )
