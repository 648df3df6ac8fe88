"""API for the clock of a case: special procedures, the request for an extension, the reason of a delay."""

from typing import Any

from marshmallow import fields

from services_hall.api.case_actions import CaseBlueprint
from services_hall.api.request_schemas import RequestOneOf, RequestRange, RequestText, StrictRequestSchema
from services_hall.api.text_fields import text
from services_hall.applications.models import ProcedureKind
from services_hall.identity import Actor
from services_hall.use_cases.ask_extension import report_extension_request
from services_hall.use_cases.begin_procedure import begin_procedure
from services_hall.use_cases.decide_extension import ExtensionAnswer, report_extension_answer
from services_hall.use_cases.end_procedure import end_procedure
from services_hall.use_cases.explain_delay import explain_delay

blueprint = CaseBlueprint("api_case_clock", __name__, description="办件")


class ProcedureRequest(StrictRequestSchema):
    """A special procedure that begins today."""

    kind = RequestText(required=True, validate=RequestOneOf([one.value for one in ProcedureKind]))
    reason = text(2000, required=True)
    planned_until = fields.Date(required=True)


class ExtensionRequest(StrictRequestSchema):
    """A request to the head for an extension, by an officer whom the agency's system has identified."""

    officer = text(32, required=True)
    amount = fields.Integer(required=True, validate=RequestRange(min=1, max=2**31))
    reason = text(2000, required=True)


class ExtensionAnswerRequest(StrictRequestSchema):
    """The answer of the head of the agency, whom the agency's system has identified."""

    head = text(32, required=True)
    is_approved = fields.Boolean(required=True)
    reason = text(500, load_default="")
    approval = text(
        200,
        load_default="",
        metadata={"description": "of the government's head, where the government organised the handling"},
    )


class DelayRequest(StrictRequestSchema):
    """The public reason of a delay."""

    reason = text(2000, required=True)


@blueprint.desk_action("special-procedure", ProcedureRequest)
def pause(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Begin a special procedure today; its time does not count"""
    kind = ProcedureKind(body["kind"])
    begin_procedure(actor, number, kind, reason=body["reason"], planned_until=body["planned_until"])


@blueprint.desk_action("special-procedure/end")
def resume(actor: Actor, number: str) -> None:
    """End the special procedure today; the clock goes on"""
    end_procedure(actor, number)


@blueprint.desk_action("extension", ExtensionRequest)
def request_extension(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Report an officer's request to the head for an extension; the days move when it is approved"""
    report_extension_request(
        actor, number, officer=body["officer"], amount=body["amount"], reason=body["reason"]
    )


@blueprint.desk_action("extension/answer", ExtensionAnswerRequest)
def answer_extension(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Report the answer that the head of the agency gave in the agency's own system"""
    answer = ExtensionAnswer(body["is_approved"], body["reason"], body["approval"])
    report_extension_answer(actor, number, answer, head=body["head"])


@blueprint.desk_action("delay-reason", DelayRequest)
def tell_delay(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Tell the applicant why the promised day was missed"""
    explain_delay(actor, number, body["reason"])
