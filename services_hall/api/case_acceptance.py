"""API for what happens before a case is accepted: supplements and notices that it is not accepted."""

from typing import Any

from marshmallow import Schema, fields

from services_hall.api.case_actions import CaseBlueprint, supplement_input
from services_hall.api.operations import FILERS, HANDLERS
from services_hall.api.request_schemas import RequestLength, StrictRequestSchema
from services_hall.api.schemas import MOST_ANSWERS
from services_hall.api.text_fields import MOST_MATERIALS, file_lists, text
from services_hall.applications.errors import CaseNotFound
from services_hall.applications.reads import queries
from services_hall.applications.supplements.demands import DemandInput, demands_by_case
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.ask_supplement import ask_supplement
from services_hall.use_cases.correct_case import correct_desk_case, correct_own_case
from services_hall.use_cases.declare_no_licence_needed import declare_no_licence_needed
from services_hall.use_cases.declare_not_in_power import declare_not_in_power
from services_hall.use_cases.give_supplement import give_supplement
from services_hall.web.access import signed_in_actor

blueprint = CaseBlueprint("api_case_acceptance", __name__, description="办件")


class OtherBodyRequest(StrictRequestSchema):
    """A refusal because another body is in power."""

    reason = text(2000, required=True)
    body = text(18, required=True, metadata={"description": "the code of the agency that is in power"})


class NoLicenceRequest(StrictRequestSchema):
    """A notice that no licence is needed."""

    reason = text(2000, required=True)


class DemandRequest(StrictRequestSchema):
    """One thing that a supplement notice asks for."""

    target = text(
        80,
        required=True,
        metadata={"description": "material.<key> or field.<key> of the guide's edition"},
    )
    problem = text(500, required=True)
    way_out = text(500, required=True)


class SupplementNoticeRequest(StrictRequestSchema):
    """A supplement notice: everything that is missing or wrong, once."""

    demands = fields.List(
        fields.Nested(DemandRequest), required=True, validate=RequestLength(max=MOST_MATERIALS)
    )
    due_on = fields.Date(required=True)


class CorrectionRequest(StrictRequestSchema):
    """Materials and answers that replace those of a case that is not accepted yet."""

    attachments = file_lists()
    answers = fields.Dict(
        keys=text(128), values=text(2000), load_default=dict, validate=RequestLength(max=MOST_ANSWERS)
    )


class AgencyCorrectionRequest(StrictRequestSchema):
    """Small errors in the answers, corrected by the agency with the applicant's agreement."""

    answers = fields.Dict(
        keys=text(128),
        values=text(2000),
        required=True,
        validate=RequestLength(max=MOST_ANSWERS),
        metadata={"description": "更正后的内容，按字段的键", "example": {"premises_area": "32"}},
    )
    agreed = fields.Boolean(required=True, metadata={"description": "申请人同意这样更正"})


class SupplementRequest(CorrectionRequest):
    """What is given for a supplement; incomplete parts can be saved first."""

    complete = fields.Boolean(
        load_default=True, metadata={"description": "hand it to the agency; false only saves the parts"}
    )


class DemandDocument(Schema):
    """One thing that the agency asks for, and when it was given."""

    target = fields.String(metadata={"description": "material.<key> or field.<key>"})
    name = fields.String()
    problem = fields.String()
    way_out = fields.String()
    met_at = fields.AwareDateTime(allow_none=True)


class DemandList(Schema):
    """What the agency asks for in a case."""

    items = fields.List(fields.Nested(DemandDocument))


@blueprint.desk_action("supplement-notice", SupplementNoticeRequest)
def notify_supplement(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Ask for everything that is missing or wrong, once, by a day"""
    ask_supplement(actor, number, [DemandInput(**one) for one in body["demands"]], body["due_on"])


@blueprint.operation("/cases/<string:number>/demands", DemandList, roles=FILERS | HANDLERS)
def list_demands(number: str) -> dict[str, Any]:
    """What the agency asks the applicant for, to the agency and the system that filed"""
    actor = signed_in_actor()
    try:
        case = queries.desk_case(reading(), actor, number)
    except CaseNotFound:
        case = queries.own_case(reading(), actor, number)
    return {"items": demands_by_case(reading(), [case.id])[case.id]}


@blueprint.applicant_action("supplement", SupplementRequest)
def supplement(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Give the supplement of a case that this system filed, in parts or complete"""
    give_supplement(actor, number, supplement_input(actor, body), is_complete=body["complete"])


@blueprint.applicant_action("correction", CorrectionRequest)
def correct(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Correct a case that is not accepted yet; give what is missing of one that counts as accepted"""
    correct_own_case(actor, number, supplement_input(actor, body))


@blueprint.desk_action("agency-correction", AgencyCorrectionRequest)
def correct_as_agency(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Correct small errors in the answers of a received case, with the applicant's agreement"""
    correct_desk_case(actor, number, body["answers"], is_agreed=body["agreed"])


@blueprint.desk_action("no-power", OtherBodyRequest)
def name_other_body(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Refuse a case that another body handles, and name that body"""
    declare_not_in_power(actor, number, body["reason"], body["body"])


@blueprint.desk_action("no-licence", NoLicenceRequest)
def tell_no_licence_needed(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Tell the applicant that the matter needs no licence"""
    declare_no_licence_needed(actor, number, body["reason"])
