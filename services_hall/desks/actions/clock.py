"""Routes for the clock of a case: special procedures, the request for an extension, the reason of a delay."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.models import ProcedureKind
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.ask_extension import ask_extension
from services_hall.use_cases.begin_procedure import begin_procedure
from services_hall.use_cases.end_procedure import end_procedure
from services_hall.use_cases.explain_delay import explain_delay
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of


@blueprint.post("/cases/<number>/special-procedure")
@access(Role.AGENCY_OFFICER)
def pause(number: str) -> ResponseReturnValue:
    """Begins a special procedure; the clock stops."""
    kind = ProcedureKind(chosen("procedure_kind", tuple(ProcedureKind)))
    return run_action(
        number,
        lambda: begin_procedure(
            signed_in_actor(),
            number,
            kind,
            reason=request.form.get("procedure_reason", ""),
            planned_until=day_of("planned_until"),
        ),
        _("特别程序已开始，时限暂停；告知书正在生成。"),
        form="procedure",
        fields=["procedure_reason", "planned_until", "procedure_kind"],
    )


@blueprint.post("/cases/<number>/special-procedure/end")
@access(Role.AGENCY_OFFICER)
def resume(number: str) -> ResponseReturnValue:
    """Ends the special procedure; the clock goes on."""
    return run_action(
        number,
        lambda: end_procedure(signed_in_actor(), number),
        _("特别程序已结束，时限从明天起继续计算。"),
        form="procedure_end",
    )


@blueprint.post("/cases/<number>/extension")
@access(Role.AGENCY_OFFICER)
def request_extension(number: str) -> ResponseReturnValue:
    """Asks the head of the agency for an extension."""
    amount = request.form.get("extension_amount", "").strip()
    return run_action(
        number,
        lambda: ask_extension(
            signed_in_actor(),
            number,
            amount=int(amount) if amount.isascii() and amount.isdecimal() and len(amount) < 5 else None,
            reason=request.form.get("extension_reason", ""),
        ),
        _("已报部门负责人批准；批准后期限才延长，并书面告知申请人。"),
        form="extension",
        fields=["extension_amount", "extension_reason"],
    )


@blueprint.post("/cases/<number>/delay-reason")
@access(Role.AGENCY_OFFICER)
def tell_delay(number: str) -> ResponseReturnValue:
    """Tells the applicant why the promised day was missed."""
    return run_action(
        number,
        lambda: explain_delay(signed_in_actor(), number, request.form.get("delay_reason", "")),
        _("逾期原因已向申请人公开，逾期说明正在生成。"),
        form="delay_reason",
        fields=["delay_reason"],
    )
