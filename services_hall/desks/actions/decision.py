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
from services_hall.applications.grounds.result_entries import FIELDS as RESULT_FIELDS
from services_hall.applications.grounds.result_entries import NUMBER, VALID_FROM, VALID_TO, ResultEntry
from services_hall.applications.prefill.certificate_subjects import ASSIGNED_CODE, LICENCE_CHECKED
from services_hall.desks.actions.preview import show_preview
from services_hall.desks.actions.run import chosen, run_action, typed_values
from services_hall.desks.blueprint import blueprint
from services_hall.desks.case_view import ActionFormState, page
from services_hall.identity import Role
from services_hall.use_cases.decide_case import decide_case
from services_hall.use_cases.preview_decision import preview_decision
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of

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
    NUMBER,
    VALID_FROM,
    VALID_TO,
)


@blueprint.post("/cases/<number>/decision/preview")
@access(Role.AGENCY_OFFICER)
def preview(number: str) -> ResponseReturnValue:
    """Shows the paper and the certificate of the decision as they will be; nothing is decided."""
    outcome = _outcome()
    return show_preview(
        number,
        lambda: preview_decision(
            signed_in_actor(), number, outcome, request.form.get("reason", ""), grounds=_grounds()
        ),
        "decide",
        form=_form(outcome),
        fields=_fields(),
    )


@blueprint.post("/cases/<number>/decision/change")
@access(Role.AGENCY_OFFICER)
def change_decision(number: str) -> ResponseReturnValue:
    """Shows the form again with everything typed, after a preview."""
    form = _form(_outcome()) if "outcome" in request.form else "commitment"
    return page(signed_in_actor(), number, ActionFormState(typed_values(_fields()), form=form))


@blueprint.post("/cases/<number>/decision")
@access(Role.AGENCY_OFFICER)
def decide(number: str) -> ResponseReturnValue:
    """Grants the case, or denies it with a reason."""
    outcome = _outcome()
    message = _("已决定，文书和证照正在生成。") if outcome is Decision.GRANT else _("已决定，文书正在生成。")
    return run_action(
        number,
        lambda: decide_case(
            signed_in_actor(), number, outcome, request.form.get("reason", ""), grounds=_grounds()
        ),
        message,
        form=_form(outcome),
        fields=_fields(),
    )


def _outcome() -> Decision:
    return Decision(chosen("outcome", tuple(Decision)))


def _form(outcome: Decision) -> str:
    return "grant" if outcome is Decision.GRANT else "denial"


def _fields() -> tuple[str, ...]:
    return (*FIELDS, *_data_fields())


def _data_fields() -> list[str]:
    """The names of the submitted data fields of the certificate."""
    return [name for name in request.form if name.startswith(f"{RESULT_FIELDS}.")]


def _result() -> ResultEntry:
    days = {name: day_of(name) for name in (VALID_FROM, VALID_TO)}
    return ResultEntry(
        number=request.form.get(NUMBER, ""),
        valid_from=days[VALID_FROM],
        valid_to=days[VALID_TO],
        fields={name.removeprefix(f"{RESULT_FIELDS}."): request.form[name] for name in _data_fields()},
        unread=[name for name, day in days.items() if day is None and request.form.get(name, "").strip()],
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
        result=_result(),
    )
