"""API for tolerant acceptance: the promise, the acceptance, the supply, a new day after force majeure."""

from datetime import date
from typing import Any, TypedDict

from services_hall.api import case_door_schemas, case_schemas, schemas, tolerance_schemas
from services_hall.api.applications import FILERS, own_files
from services_hall.api.cases import HANDLERS
from services_hall.api.json_body import Blueprint
from services_hall.applications import queries
from services_hall.applications.application_record import CaseRecord, case_record
from services_hall.applications.enumerations import Channel
from services_hall.applications.visible_answers import DeskCaseRecord, desk_case_record
from services_hall.database import reading
from services_hall.use_cases.accept_tolerantly import accept_tolerantly
from services_hall.use_cases.give_supplement import SupplementInput
from services_hall.use_cases.postpone_supply import postpone_supply
from services_hall.use_cases.sign_tolerance import sign_tolerance
from services_hall.use_cases.supply_missing import supply_missing
from services_hall.web.access import access, signed_in_actor

blueprint = Blueprint("api_case_tolerance", __name__, description="容缺受理")


class SupplyDayBody(TypedDict):
    """The body of a tolerant acceptance."""

    supply_until: date


class PostponementBody(TypedDict):
    """The body of a new day."""

    postponed_until: date
    excuse: str


@blueprint.post("/cases/<string:number>/tolerance")
@blueprint.doc(security=schemas.BEARER)
@access(*FILERS)
@blueprint.response(200, case_schemas.CaseDocument)
def choose_tolerance(number: str) -> CaseRecord:
    """Choose tolerant acceptance for the applicant, who promised to supply what is missing"""
    actor = signed_in_actor()
    sign_tolerance(actor, number, channel=Channel.API)
    return case_record(queries.own_case(reading(), actor, number))


@blueprint.post("/cases/<string:number>/tolerant-acceptance")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(tolerance_schemas.TolerantAcceptanceRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def accept_with_promise(body: SupplyDayBody, number: str) -> DeskCaseRecord:
    """Accept a case whose deferrable materials follow by a day"""
    actor = signed_in_actor()
    accept_tolerantly(actor, number, body["supply_until"])
    return desk_case_record(queries.desk_case(reading(), actor, number))


@blueprint.post("/cases/<string:number>/supply")
@blueprint.doc(security=schemas.BEARER)
@access(*FILERS)
@blueprint.arguments(case_door_schemas.SupplementRequest)
@blueprint.response(200, case_schemas.CaseDocument)
def supply(body: dict[str, Any], number: str) -> CaseRecord:
    """Supply what was promised for a case that this system filed, in parts or complete"""
    actor = signed_in_actor()
    queries.own_case(reading(), actor, number)
    inputs = SupplementInput(attachments=own_files(actor, body["attachments"]), fields=body["answers"])
    supply_missing(actor, number, inputs, is_complete=body["complete"])
    return case_record(queries.own_case(reading(), actor, number))


@blueprint.post("/cases/<string:number>/supply-day")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(tolerance_schemas.PostponementRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def postpone(body: PostponementBody, number: str) -> DeskCaseRecord:
    """Set a new day once, because force majeure was heard"""
    actor = signed_in_actor()
    postpone_supply(actor, number, supply_until=body["postponed_until"], excuse=body["excuse"])
    return desk_case_record(queries.desk_case(reading(), actor, number))
