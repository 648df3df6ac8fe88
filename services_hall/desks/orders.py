"""Pages for officers and heads: the orders of supervision (督办) to their bodies, and the answers."""

from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ActionInvalid
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.desks.blueprint import blueprint
from services_hall.desks.head_pages import blueprint as heads
from services_hall.identity import Role
from services_hall.presentation.messages import messages_by_field
from services_hall.supervision.orders import ANSWER, OrderNotFound, OrderNotOpen, orders_for
from services_hall.use_cases.keep_orders import answer_order
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.pagination import page_by_id

PAGE: Final = 30


@blueprint.get("/orders/")
@access(Role.AGENCY_OFFICER)
def orders() -> ResponseReturnValue:
    """The orders to the officer's body, newest first."""
    return _page(EMPTY_FORM, answered_id=None)


@blueprint.post("/orders/<int:order_id>/answer")
@access(Role.AGENCY_OFFICER)
def order_answer(order_id: int) -> ResponseReturnValue:
    """An officer's answer to an order."""
    return _answer(order_id)


@heads.get("/orders/", endpoint="orders")
@access(Role.AGENCY_HEAD)
def orders_to_head() -> ResponseReturnValue:
    """The orders to the head's body, newest first."""
    return _page(EMPTY_FORM, answered_id=None)


@heads.post("/orders/<int:order_id>/answer", endpoint="order_answer")
@access(Role.AGENCY_HEAD)
def answer_of_head(order_id: int) -> ResponseReturnValue:
    """A head's answer to an order."""
    return _answer(order_id)


def _answer(order_id: int) -> ResponseReturnValue:
    text = request.form.get(ANSWER, "")
    try:
        answer_order(signed_in_actor(), order_id, text)
    except OrderNotFound:
        abort(404)
    except ActionInvalid as refused:
        state = FormState({ANSWER: text}, messages_by_field(refused.errors))
        return _page(state, answered_id=order_id), 422
    except OrderNotOpen:
        flash(_("这件督办已经有答复。"))
    else:
        flash(_("已答复。"))
    return redirect(url_for(".orders"), 303)


def _page(state: FormState, *, answered_id: int | None) -> str:
    actor = signed_in_actor()
    page: Any = page_by_id(
        lambda after, limit: orders_for(reading(), actor, after=after, limit=limit), size=PAGE
    )
    is_head = request.blueprint == heads.name
    return render_template(
        "desks/head_orders.html" if is_head else "desks/orders.html",
        page=page,
        form_state=state,
        answered_id=answered_id,
        today=local_day(utc_now()),
    )
