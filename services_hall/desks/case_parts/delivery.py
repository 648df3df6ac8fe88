"""Part of a case's page: the deliveries of its result, and the next step of a card or paper."""

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l

from services_hall.applications.delivery import deliveries_of, is_current
from services_hall.applications.enumerations import ItemState
from services_hall.applications.procedure_models import Delivery
from services_hall.applications.stuck_results import stuck_results
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank


def delivery_part(desk: DeskCase) -> CasePart:
    """The deliveries of the case's result, and what of its papers and certificates is stuck."""
    stuck = stuck_results(desk.session, [desk.case]).get(desk.case.id)
    if desk.case.outcome is None:
        return CasePart({"deliveries": (), "stuck_work": stuck})
    deliveries = deliveries_of(desk.session, [desk.case.id])
    values = {"deliveries": deliveries, "stuck_work": stuck}
    return CasePart(values, list(_forms([one for one in deliveries if is_current(one, desk.case)])))


def _forms(deliveries: Sequence[Delivery]) -> Iterator[CaseForm]:
    states = {one.item_state for one in deliveries}
    has_unopened = any(one.item_state is None and one.delivered_at is None for one in deliveries)
    if ItemState.TO_MAKE in states:
        yield CaseForm("item_made", _l("证件已制好"), FormRank.NEXT, "deliver")
    elif ItemState.READY in states:
        yield CaseForm("hand_over_result", _l("登记窗口交付"), FormRank.NEXT, "deliver")
        yield CaseForm("post_result", _l("登记寄出"), FormRank.OTHER, "deliver")
    elif has_unopened:
        yield CaseForm("hand_over_result", _l("申请人到窗口来领"), FormRank.OTHER, "deliver")
    elif any(one.item_state is ItemState.MAILED and one.delivered_at is None for one in deliveries):
        yield CaseForm("confirm_receipt", _l("登记签收"), FormRank.NEXT, "deliver")
        yield CaseForm("return_result", _l("登记退回"), FormRank.OTHER, "deliver")
