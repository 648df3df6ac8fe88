"""Pages for handing results over at any window: found by case number and identity number together."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.delivery.handover import PROOF
from services_hall.applications.delivery.result_delivery import deliveries_of, is_current
from services_hall.applications.errors import (
    ActionInvalid,
    AgentNotEntitled,
    CaseNotFound,
    DeliveryStepRefused,
)
from services_hall.applications.models import Case, Delivery
from services_hall.casework.transitions import TransitionRefused
from services_hall.database import reading
from services_hall.domains import paper_title
from services_hall.identity import Role
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.hand_over_at_window import case_to_collect, hand_over_at_window
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.sent_files import sent_file
from services_hall.windows.blueprint import blueprint


@blueprint.get("/collections")
@access(Role.WINDOW_CLERK)
def collections() -> ResponseReturnValue:
    """The search for a result to hand over."""
    return _page(EMPTY_FORM)


@blueprint.post("/collections")
@access(Role.WINDOW_CLERK)
def hand_over() -> ResponseReturnValue:
    """Shows the result that was searched for, or hands it over against a signature."""
    number, identifier = request.form.get("number", ""), request.form.get("identifier", "")
    try:
        if "receiver" not in request.form:
            return _page(FormState(request.form), case_to_collect(reading(), number, identifier).number)
        paper = request.form.get("paper", "")
        receiver, proof = request.form["receiver"], sent_file(PROOF)
        hand_over_at_window(signed_in_actor(), number, identifier, receiver, paper, proof=proof)
    except CaseNotFound:
        error = _("没有找到：办件编号和证件号码对不上，请核对。")
        return _page(FormState(request.form, {"number": error})), HTTPStatus.NOT_FOUND
    except AgentNotEntitled as error:
        return _page(FormState(request.form, messages_by_field({"identifier": error.problem}))), 403
    except ActionInvalid as error:
        return _page(FormState(request.form, messages_by_field(error.errors)), number), 422
    except (DeliveryStepRefused, TransitionRefused) as error:
        status, sentence = form_message(error)
        return _page(FormState(request.form, refusal=sentence), number), status
    flash(_("已登记交付，送达回证正在生成。"))
    return redirect(url_for(".collections"), 303)


def _page(state: FormState, number: str = "") -> str:
    """The search; with a number that was found, the result and the field for the signature."""
    case = case_to_collect(reading(), number, state.values.get("identifier", "")) if number else None
    found = deliveries_of(reading(), [case.id]) if case is not None else ()
    deliveries = [one for one in found if one.is_for_applicant]
    return render_template(
        "windows/collections.html",
        case=case,
        deliveries=deliveries,
        things=_things(case, deliveries) if case is not None else [],
        form_state=state,
    )


def _things(case: Case, deliveries: Sequence[Delivery]) -> list[tuple[str, str]]:
    """What can be handed over now, as options: a notice by the id of its paper, the result by ""."""
    waiting = [one for one in deliveries if one.delivered_at is None and is_current(one, case)]
    notices = [one.paper for one in waiting if one.paper is not None and one.is_of_notice]
    things = [(paper.public_id, paper_title(paper)) for paper in notices]
    return things if len(notices) == len(waiting) else [("", _("结果")), *things]
