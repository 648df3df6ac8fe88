"""API for the cases of an agency, used by its own system: list, acceptance, decision."""

from typing import Any

from services_hall.api import schemas
from services_hall.api.case_schemas import (
    AppliedLawRequest,
    CaseList,
    CasesQuery,
    DecisionRequest,
    DeskCaseDocument,
    RefusalRequest,
)
from services_hall.api.json_body import Blueprint
from services_hall.applications import queries
from services_hall.applications.decision_grounds import DecisionGrounds
from services_hall.applications.decisions import Decision
from services_hall.applications.law_changes import AppliedLaw
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.visible_answers import DeskCaseRecord, desk_case_record
from services_hall.database import reading
from services_hall.identity import Permission
from services_hall.identity.roles import roles_that_may
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from services_hall.use_cases.record_law import record_law
from services_hall.use_cases.refuse_case import refuse_case
from services_hall.web.access import access, signed_in_actor
from services_hall.web.pagination import list_page

blueprint = Blueprint("api_cases", __name__, description="办件")
HANDLERS = roles_that_may(Permission.HANDLE_CASES)


@blueprint.get("/cases")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(CasesQuery, location="query")
@blueprint.response(200, CaseList)
def list_cases(query: dict[str, Any]) -> dict[str, Any]:
    """The cases of the agency, oldest first; without `state`, the undecided ones at its desk"""
    states = None
    if query["state"] is not None:
        states = [CaseState(query["state"])] if query["state"] in set(CaseState) else []
    page = list_page(
        lambda after, limit: queries.desk_cases(
            reading(), signed_in_actor(), states=states, after=after, limit=limit
        ),
        query["after"],
        size=query["limit"],
        cursor=lambda case: case.id,
    )
    return {"items": page.rows, "next": page.next_after}


@blueprint.get("/cases/<string:number>")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.response(200, DeskCaseDocument)
def case(number: str) -> DeskCaseRecord:
    """A case of the agency, with answers and proofs"""
    return desk_case_record(queries.desk_case(reading(), signed_in_actor(), number))


@blueprint.post("/cases/<string:number>/acceptance")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.response(200, DeskCaseDocument)
def accept(number: str) -> DeskCaseRecord:
    """Accept a case; its period begins"""
    actor = signed_in_actor()
    accept_case(actor, number)
    return desk_case_record(queries.desk_case(reading(), actor, number))


@blueprint.post("/cases/<string:number>/refusal")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(RefusalRequest)
@blueprint.response(200, DeskCaseDocument)
def refuse(body: dict[str, Any], number: str) -> DeskCaseRecord:
    """Refuse to accept a case, with an article of its guide and a reason"""
    actor = signed_in_actor()
    is_false_papers = body["false_papers"]
    refuse_case(actor, number, body["reason"], body["basis_key"], is_false_papers=is_false_papers)
    return desk_case_record(queries.desk_case(reading(), actor, number))


@blueprint.post("/cases/<string:number>/applied-law")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(AppliedLawRequest)
@blueprint.response(200, DeskCaseDocument)
def apply_law(body: dict[str, str], number: str) -> DeskCaseRecord:
    """Record which law applies, where it changed since the application; before the decision"""
    actor = signed_in_actor()
    record_law(actor, number, AppliedLaw(body["applies"]), body["reason"])
    return desk_case_record(queries.desk_case(reading(), actor, number))


@blueprint.post("/cases/<string:number>/decision")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(DecisionRequest)
@blueprint.response(200, DeskCaseDocument)
def decide(body: dict[str, Any], number: str) -> DeskCaseRecord:
    """Grant or deny a case; possible only once. A denial names an article of the guide"""
    actor = signed_in_actor()
    grounds = DecisionGrounds(
        tuple(body["conditions"]),
        body["basis_key"],
        is_order_confirmed=body["is_order_confirmed"],
        late_reason=body["late_reason"],
        is_false_papers=body["false_papers"],
    )
    decide_case(actor, number, Decision(body["outcome"]), body["reason"], grounds=grounds)
    return desk_case_record(queries.desk_case(reading(), actor, number))
