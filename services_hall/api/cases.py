"""API for the cases of an agency, used by its own system: list, acceptance, decision."""

from typing import Any

from services_hall.api.case_actions import CaseBlueprint
from services_hall.api.case_schemas import (
    AppliedLawRequest,
    CaseList,
    CasesQuery,
    DecisionRequest,
    DeskCaseDocument,
    RefusalRequest,
)
from services_hall.api.operations import HANDLERS
from services_hall.applications.decisions.law_changes import AppliedLaw
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.grounds.decision_grounds import DecisionGrounds
from services_hall.applications.grounds.result_entries import ResultEntry
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.reads import queries
from services_hall.applications.reads.desk_case_record import DeskCaseRecord, desk_case_record
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from services_hall.use_cases.record_law import record_law
from services_hall.use_cases.refuse_case import refuse_case
from services_hall.web.access import signed_in_actor
from services_hall.web.pagination import list_page

blueprint = CaseBlueprint("api_cases", __name__, description="办件")


@blueprint.operation("/cases", CaseList, roles=HANDLERS, query=CasesQuery)
def list_cases(query: dict[str, Any]) -> dict[str, Any]:
    """The cases of the agency, oldest first; without `state`, the undecided ones at its desk"""
    states = None if query["state"] is None else [CaseState(query["state"])]
    page = list_page(
        lambda after, limit: queries.desk_cases(
            reading(), signed_in_actor(), states=states, after=after, limit=limit
        ),
        query["after"],
        size=query["limit"],
        cursor=lambda case: case.id,
    )
    return {"items": page.rows, "next": page.next_after}


@blueprint.operation("/cases/<string:number>", DeskCaseDocument, roles=HANDLERS)
def case(number: str) -> DeskCaseRecord:
    """A case of the agency, with answers and proofs"""
    return desk_case_record(queries.desk_case(reading(), signed_in_actor(), number))


@blueprint.desk_action("acceptance")
def accept(actor: Actor, number: str) -> None:
    """Accept a case; its period begins"""
    accept_case(actor, number)


@blueprint.desk_action("refusal", RefusalRequest)
def refuse(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Refuse to accept a case, with an article of its guide and a reason"""
    is_false_papers = body["false_papers"]
    refuse_case(actor, number, body["reason"], body["basis_key"], is_false_papers=is_false_papers)


@blueprint.desk_action("applied-law", AppliedLawRequest)
def apply_law(actor: Actor, number: str, body: dict[str, str]) -> None:
    """Record which law applies, where it changed since the application; before the decision"""
    record_law(actor, number, AppliedLaw(body["applies"]), body["reason"])


@blueprint.desk_action("decision", DecisionRequest)
def decide(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Grant or deny a case; possible only once. A denial names an article of the guide"""
    grounds = DecisionGrounds(
        tuple(body["conditions"]),
        body["basis_key"],
        order_reason=body["order_reason"],
        late_reason=body["late_reason"],
        is_false_papers=body["false_papers"],
        assigned_code=body["assigned_code"],
        is_licence_checked=body["licence_checked"],
        is_review_confirmed=body["is_review_confirmed"],
        site_check_reason=body["site_check_reason"],
        result=ResultEntry(
            body["result_number"],
            body["result_valid_from"],
            body["result_valid_to"],
            body["result_fields"],
        ),
    )
    decide_case(actor, number, Decision(body["outcome"]), body["reason"], grounds=grounds)
