"""Routes for the decision on a case: grant or denial."""

from typing import Final

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.acceptance.bars import FALSE_PAPERS
from services_hall.applications.acceptance.order import ORDER_REASON
from services_hall.applications.decisions.outcomes import LATE_REASON, Decision
from services_hall.applications.examination.steps import REVIEW_CONFIRMED, SITE_CHECK_REASON
from services_hall.applications.grounds.decision_grounds import DecisionGrounds
from services_hall.applications.prefill.certificate_subjects import ASSIGNED_CODE, LICENCE_CHECKED
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.decide_case import decide_case
from services_hall.web.access import access, signed_in_actor

FIELDS: Final = (
    "reason",
    "conditions",
    "basis_key",
    ORDER_REASON,
    LATE_REASON,
    FALSE_PAPERS,
    ASSIGNED_CODE,
    LICENCE_CHECKED,
    REVIEW_CONFIRMED,
    SITE_CHECK_REASON,
)


@blueprint.post("/cases/<number>/decision")
@access(Role.AGENCY_OFFICER)
def decide(number: str) -> ResponseReturnValue:
    """Grants the case, or denies it with a reason."""
    outcome = Decision(chosen("outcome", tuple(Decision)))
    message = _("已决定，文书和证照正在生成。") if outcome is Decision.GRANT else _("已决定，文书正在生成。")
    return run_action(
        number,
        lambda: decide_case(
            signed_in_actor(), number, outcome, request.form.get("reason", ""), grounds=_grounds()
        ),
        message,
        form="grant" if outcome is Decision.GRANT else "denial",
        fields=FIELDS,
    )


def _grounds() -> DecisionGrounds:
    return DecisionGrounds(
        tuple(request.form.getlist("conditions")),
        request.form.get("basis_key"),
        order_reason=request.form.get(ORDER_REASON, ""),
        late_reason=request.form.get(LATE_REASON, ""),
        is_false_papers=FALSE_PAPERS in request.form,
        assigned_code=request.form.get(ASSIGNED_CODE, ""),
        is_licence_checked=LICENCE_CHECKED in request.form,
        is_review_confirmed=REVIEW_CONFIRMED in request.form,
        site_check_reason=request.form.get(SITE_CHECK_REASON, ""),
    )
