"""Routes for the actions of an officer on a case: acceptance, refusal, decision, check."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.decisions import Decision
from services_hall.applications.errors import ProofLost, ReasonMissing
from services_hall.casework.transitions import TransitionRefused
from services_hall.desks.blueprint import blueprint
from services_hall.desks.case_view import ActionFormState, page
from services_hall.identity import Role
from services_hall.presentation.error_messages import form_message
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from services_hall.use_cases.end_check import end_check
from services_hall.use_cases.grant_on_commitment import grant_on_commitment
from services_hall.use_cases.refuse_case import refuse_case
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/cases/<number>/acceptance")
@access(Role.AGENCY_OFFICER)
def accept(number: str) -> ResponseReturnValue:
    """Accepts the case; its period begins."""
    return _carried_out(number, lambda: accept_case(signed_in_actor(), number), _("已受理，时限从今天起算。"))


@blueprint.post("/cases/<number>/refusal")
@access(Role.AGENCY_OFFICER)
def refuse(number: str) -> ResponseReturnValue:
    """Refuses to accept the case, with a reason."""
    reason = request.form.get("refusal", "")
    return _carried_out(
        number,
        lambda: refuse_case(signed_in_actor(), number, reason),
        _("已作出不予受理，通知书正在生成。"),
        field="refusal",
    )


@blueprint.post("/cases/<number>/decision")
@access(Role.AGENCY_OFFICER)
def decide(number: str) -> ResponseReturnValue:
    """Grants the case, or denies it with a reason."""
    outcome = _choice("outcome", tuple(Decision))
    message = (
        _("已批准，决定书和证照正在生成。")
        if outcome == Decision.GRANT
        else _("已作出不予批准，决定书正在生成。")
    )
    return _carried_out(
        number,
        lambda: decide_case(signed_in_actor(), number, Decision(outcome), request.form.get("reason", "")),
        message,
        field="reason",
    )


@blueprint.post("/cases/<number>/commitment")
@access(Role.AGENCY_OFFICER)
def accept_and_grant(number: str) -> ResponseReturnValue:
    """Accepts a case on notice and commitment and grants it in one step."""
    return _carried_out(
        number,
        lambda: grant_on_commitment(signed_in_actor(), number),
        _("已按承诺当场批准；请在期限内核查承诺是否属实。"),
    )


@blueprint.post("/cases/<number>/check")
@access(Role.AGENCY_OFFICER)
def check(number: str) -> ResponseReturnValue:
    """Completes the later check: the commitment is true, or the decision is annulled."""
    is_kept = _choice("result", ("kept", "annulled")) == "kept"
    message = _("核查通过，此件办结。") if is_kept else _("已撤销原决定，证照正在注销。")
    return _carried_out(
        number,
        lambda: end_check(signed_in_actor(), number, is_kept=is_kept, reason=request.form.get("finding", "")),
        message,
        field="finding",
    )


def _choice(name: str, allowed: tuple[str, ...]) -> str:
    value = request.form.get(name, "")
    if value not in allowed:
        abort(400)
    return value


def _carried_out(
    number: str, action: Callable[[], None], message: str, *, field: str = ""
) -> ResponseReturnValue:
    """Redirects to the case, or shows it again with the error and the input.

    `field` contains the reason.
    """
    actor = signed_in_actor()
    values = {field: request.form.get(field, "")} if field else {}
    try:
        action()
    except (ReasonMissing, TransitionRefused, ProofLost) as error:
        status, sentence = form_message(error)
        if isinstance(error, ReasonMissing):
            return page(actor, number, ActionFormState(values, {field: sentence})), status
        lost = error.materials if isinstance(error, ProofLost) else ()
        return page(actor, number, ActionFormState(values, refusal=sentence, lost_materials=lost)), status
    flash(message)
    list_address = {name: request.args[name] for name in ("show", "after") if name in request.args}
    return redirect(url_for(".case", number=number, **list_address), 303)  # type: ignore[arg-type]
