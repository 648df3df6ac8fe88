"""API for the clock of a case: special procedures, the request for an extension, the reason of a delay."""

from typing import Any

from services_hall.api import case_clock_schemas, case_schemas, schemas
from services_hall.api.cases import HANDLERS
from services_hall.api.json_body import Blueprint
from services_hall.applications import queries
from services_hall.applications.procedure_models import ProcedureKind
from services_hall.applications.visible_answers import DeskCaseRecord, desk_case_record
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.ask_extension import ask_extension
from services_hall.use_cases.begin_procedure import begin_procedure
from services_hall.use_cases.decide_extension import ExtensionAnswer, report_extension_answer
from services_hall.use_cases.end_procedure import end_procedure
from services_hall.use_cases.explain_delay import explain_delay
from services_hall.web.access import access, signed_in_actor

blueprint = Blueprint("api_case_clock", __name__, description="办件")


@blueprint.post("/cases/<string:number>/special-procedure")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(case_clock_schemas.ProcedureRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def pause(body: dict[str, Any], number: str) -> DeskCaseRecord:
    """Begin a special procedure today; its time does not count"""
    actor = signed_in_actor()
    kind = ProcedureKind(body["kind"])
    begin_procedure(actor, number, kind, reason=body["reason"], planned_until=body["planned_until"])
    return _desk_document(actor, number)


@blueprint.post("/cases/<string:number>/special-procedure/end")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def resume(number: str) -> DeskCaseRecord:
    """End the special procedure today; the clock goes on"""
    actor = signed_in_actor()
    end_procedure(actor, number)
    return _desk_document(actor, number)


@blueprint.post("/cases/<string:number>/extension")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(case_clock_schemas.ExtensionRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def request_extension(body: dict[str, Any], number: str) -> DeskCaseRecord:
    """Ask the head of the agency for an extension; the days move when it is approved"""
    actor = signed_in_actor()
    ask_extension(actor, number, amount=body["amount"], reason=body["reason"])
    return _desk_document(actor, number)


@blueprint.post("/cases/<string:number>/extension/answer")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(case_clock_schemas.ExtensionAnswerRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def answer_extension(body: dict[str, Any], number: str) -> DeskCaseRecord:
    """Report the answer that the head of the agency gave in the agency's own system"""
    actor = signed_in_actor()
    answer = ExtensionAnswer(body["is_approved"], body["reason"], body["approval"])
    report_extension_answer(actor, number, answer, head=body["head"])
    return _desk_document(actor, number)


@blueprint.post("/cases/<string:number>/delay-reason")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(case_clock_schemas.DelayRequest)
@blueprint.response(200, case_schemas.DeskCaseDocument)
def tell_delay(body: dict[str, Any], number: str) -> DeskCaseRecord:
    """Tell the applicant why the promised day was missed"""
    actor = signed_in_actor()
    explain_delay(actor, number, body["reason"])
    return _desk_document(actor, number)


def _desk_document(actor: Actor, number: str) -> DeskCaseRecord:
    return desk_case_record(queries.desk_case(reading(), actor, number))
