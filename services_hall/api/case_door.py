"""API for what happens before a case is accepted: supplements and notices that it is not accepted."""

from typing import Any

from services_hall.api import case_door_schemas, schemas
from services_hall.api.applications import FILERS, own_files
from services_hall.api.case_schemas import CaseDocument, DeskCaseDocument
from services_hall.api.cases import HANDLERS
from services_hall.api.json_body import Blueprint
from services_hall.applications import queries
from services_hall.applications.application_record import CaseRecord, case_record
from services_hall.applications.demands import DemandInput, demands_by_case
from services_hall.applications.errors import CaseNotFound
from services_hall.applications.visible_answers import DeskCaseRecord, desk_case_record
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.ask_supplement import ask_supplement
from services_hall.use_cases.correct_case import correct_own_case
from services_hall.use_cases.declare_no_licence_needed import declare_no_licence_needed
from services_hall.use_cases.declare_not_in_power import declare_not_in_power
from services_hall.use_cases.give_supplement import SupplementInput, give_supplement
from services_hall.web.access import access, signed_in_actor

blueprint = Blueprint("api_case_door", __name__, description="办件")


@blueprint.post("/cases/<string:number>/supplement-notice")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(case_door_schemas.SupplementNoticeRequest)
@blueprint.response(200, DeskCaseDocument)
def notify_supplement(body: dict[str, Any], number: str) -> DeskCaseRecord:
    """Ask for everything that is missing or wrong, once, by a day"""
    actor = signed_in_actor()
    ask_supplement(actor, number, [DemandInput(**one) for one in body["demands"]], body["due_on"])
    return _desk_document(actor, number)


@blueprint.get("/cases/<string:number>/demands")
@blueprint.doc(security=schemas.BEARER)
@access(*sorted({*FILERS, *HANDLERS}))
@blueprint.response(200, case_door_schemas.DemandList)
def list_demands(number: str) -> dict[str, Any]:
    """What the agency asks the applicant for, to the agency and the system that filed"""
    actor = signed_in_actor()
    try:
        case = queries.desk_case(reading(), actor, number)
    except CaseNotFound:
        case = queries.own_case(reading(), actor, number)
    return {"items": demands_by_case(reading(), [case.id])[case.id]}


@blueprint.post("/cases/<string:number>/supplement")
@blueprint.doc(security=schemas.BEARER)
@access(*FILERS)
@blueprint.arguments(case_door_schemas.SupplementRequest)
@blueprint.response(200, CaseDocument)
def supplement(body: dict[str, Any], number: str) -> CaseRecord:
    """Give the supplement of a case that this system filed, in parts or complete"""
    actor = signed_in_actor()
    queries.own_case(reading(), actor, number)
    inputs = SupplementInput(attachments=own_files(actor, body["attachments"]), fields=body["answers"])
    give_supplement(actor, number, inputs, is_complete=body["complete"])
    return case_record(queries.own_case(reading(), actor, number))


@blueprint.post("/cases/<string:number>/correction")
@blueprint.doc(security=schemas.BEARER)
@access(*FILERS)
@blueprint.arguments(case_door_schemas.CorrectionRequest)
@blueprint.response(200, CaseDocument)
def correct(body: dict[str, Any], number: str) -> CaseRecord:
    """Correct answers or give missing materials of a case that is not accepted yet"""
    actor = signed_in_actor()
    queries.own_case(reading(), actor, number)
    attachments = own_files(actor, body["attachments"])
    correct_own_case(actor, number, SupplementInput(attachments=attachments, fields=body["answers"]))
    return case_record(queries.own_case(reading(), actor, number))


@blueprint.post("/cases/<string:number>/no-power")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(case_door_schemas.OtherBodyRequest)
@blueprint.response(200, DeskCaseDocument)
def name_other_body(body: dict[str, str], number: str) -> DeskCaseRecord:
    """Refuse a case that another body handles, and name that body"""
    actor = signed_in_actor()
    declare_not_in_power(actor, number, body["reason"], body["body"])
    return _desk_document(actor, number)


@blueprint.post("/cases/<string:number>/no-licence")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(case_door_schemas.NoLicenceRequest)
@blueprint.response(200, DeskCaseDocument)
def tell_no_licence_needed(body: dict[str, str], number: str) -> DeskCaseRecord:
    """Tell the applicant that the matter needs no licence"""
    actor = signed_in_actor()
    declare_no_licence_needed(actor, number, body["reason"])
    return _desk_document(actor, number)


def _desk_document(actor: Actor, number: str) -> DeskCaseRecord:
    return desk_case_record(queries.desk_case(reading(), actor, number))
