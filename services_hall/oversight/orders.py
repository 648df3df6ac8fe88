"""Pages for supervisors: orders to bodies (督办), their days and answers."""

from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ActionInvalid
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.identity.posts import AGENCY
from services_hall.oversight.blueprint import blueprint
from services_hall.presentation.messages import messages_by_field
from services_hall.supervision.orders import (
    ANSWER_DUE_ON,
    CASE,
    TEXT,
    OrderNotFound,
    OrderNotOpen,
    OrderWords,
    orders_page,
)
from services_hall.use_cases import keep_orders
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.pagination import page_by_id

PAGE: Final = 30
FIELDS: Final = (AGENCY, CASE)


@blueprint.get("/orders/")
@access(Role.SUPERVISOR)
def orders() -> ResponseReturnValue:
    """All orders, newest first; a body and a case in the address fill in the form."""
    values = {name: request.args.get(name, "").strip()[:200] for name in FIELDS}
    return _page(FormState(values) if any(values.values()) else EMPTY_FORM)


@blueprint.post("/orders/")
@access(Role.SUPERVISOR)
def give_order() -> ResponseReturnValue:
    """Gives an order."""
    agency, number = (request.form.get(name, "").strip() for name in FIELDS)
    words = OrderWords(agency, number, request.form.get(TEXT, ""), day_of(ANSWER_DUE_ON))
    try:
        keep_orders.give_order(signed_in_actor(), words)
    except ActionInvalid as refused:
        return _page(FormState(request.form, messages_by_field(refused.errors))), 422
    flash(_("督办已经发给部门。"))
    return redirect(url_for(".orders"), 303)


@blueprint.post("/orders/<int:order_id>/close")
@access(Role.SUPERVISOR)
def close_order(order_id: int) -> ResponseReturnValue:
    """Closes an answered order."""
    try:
        keep_orders.close_order(signed_in_actor(), order_id)
    except OrderNotFound:
        abort(404)
    except OrderNotOpen:
        flash(_("这件督办还没有答复，或者已经办结。"))
    else:
        flash(_("督办已经办结。"))
    return redirect(url_for(".orders"), 303)


def _page(state: FormState) -> str:
    page: Any = page_by_id(lambda after, limit: orders_page(reading(), after=after, limit=limit), size=PAGE)
    return render_template("oversight/orders.html", page=page, form_state=state, today=local_day(utc_now()))
