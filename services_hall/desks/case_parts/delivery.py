"""Part of a case's page: the deliveries of its result and notices, and the next step of each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services_hall.applications.cases import case_log
from services_hall.applications.certificates.stuck_results import stuck_results
from services_hall.applications.delivery.result_delivery import deliveries_of, is_current
from services_hall.applications.enumerations import ItemState
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Delivery
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues
from services_hall.presentation.delivery_words import title_with_addressee
from services_hall.use_cases.record_delivery import DeliveryStep

WITH_NOTICE: Final = (
    CaseAction.ASK_SUPPLEMENT,
    CaseAction.GIVE_PRIOR_NOTICE,
    CaseAction.ANNOUNCE_HEARING,
    CaseAction.ORDER_CORRECTION,
)
"""Actions that write a notice that is delivered."""
STEPS_OF_STATE: Final[Mapping[ItemState | None, tuple[DeliveryStep, ...]]] = {
    None: (DeliveryStep.HAND_OVER, DeliveryStep.POST),
    ItemState.READY: (DeliveryStep.HAND_OVER, DeliveryStep.POST),
    ItemState.MAILED: (DeliveryStep.CONFIRM_RECEIPT, DeliveryStep.RETURN),
}
"""What can happen next to a notice, by where it is; None for one on the applicant's pages."""
NOTICE_STEPS: Final = {
    DeliveryStep.HAND_OVER: _l("当面交付，已签收"),
    DeliveryStep.POST: _l("已寄出"),
    DeliveryStep.CONFIRM_RECEIPT: _l("寄出的已签收"),
    DeliveryStep.RETURN: _l("寄出的被退回"),
}
"""Its words, in the order of the form."""


def delivery_part(desk: DeskCase) -> CasePart:
    """The deliveries of the case's result and notices, and what of its papers and certificates is stuck.

    Nothing is read where neither a result nor a notice can be delivered.
    """
    stuck = stuck_results(desk.session, [desk.case]).get(desk.case.id)
    if desk.case.outcome is None and not case_log.has_happened(desk.case, *WITH_NOTICE):
        return CasePart({"deliveries": (), "stuck_work": stuck})
    deliveries = deliveries_of(desk.session, [desk.case.id])
    values = {"deliveries": deliveries, "stuck_work": stuck}
    current = [one for one in deliveries if is_current(one, desk.case)]
    notices = [one for one in current if one.is_of_notice and one.delivered_at is None]
    forms = [*_forms([one for one in current if not one.is_of_notice]), *_notice_forms(notices)]
    return CasePart(values, forms)


def _notice_forms(notices: Sequence[Delivery]) -> Iterator[CaseForm]:
    """A notice that waits at the agency comes next: the period that it tells of starts with its delivery."""
    if notices:
        title = _l("登记通知书的送达")
        is_waiting = any(one.item_state is ItemState.READY for one in notices)
        rank = FormRank.NEXT if is_waiting else FormRank.OTHER
        yield CaseForm("notice_delivery", title, rank, "deliver", lambda: _choices(notices), has_files=True)


def _choices(notices: Sequence[Delivery]) -> FormValues:
    """Each step that is possible for each notice, as one choice."""
    named = [(one, title_with_addressee(one.paper)) for one in notices if one.paper is not None]
    pairs = [
        (f"{one.paper.public_id} {step}", _("%(paper)s：%(step)s", paper=name, step=words))
        for one, name in _numbered(named)
        for step, words in NOTICE_STEPS.items()
        if one.paper is not None and step in STEPS_OF_STATE.get(one.item_state, ())
    ]
    return {
        "notice_pairs": pairs,
        "can_post": any(pair.endswith(f" {DeliveryStep.POST}") for pair, _words in pairs),
    }


def _numbered(named: Sequence[tuple[Delivery, str]]) -> Iterator[tuple[Delivery, str]]:
    """The notices with names that differ: of several with one name each gets the number of its paper."""
    names = Counter(name for _delivery, name in named)
    for delivery, name in named:
        number = delivery.paper.number if delivery.paper is not None else None
        is_same = names[name] > 1 and number
        yield delivery, _("%(paper)s（%(who)s）", paper=name, who=number) if is_same else name


def _forms(deliveries: Sequence[Delivery]) -> Iterator[CaseForm]:
    states = {one.item_state for one in deliveries}
    has_unopened = any(one.item_state is None and one.delivered_at is None for one in deliveries)
    if ItemState.TO_MAKE in states:
        yield CaseForm("item_made", _l("证件已制好"), FormRank.NEXT, "deliver")
    elif ItemState.READY in states:
        yield CaseForm("hand_over_result", _l("登记窗口交付"), FormRank.NEXT, "deliver", has_files=True)
        yield CaseForm("post_result", _l("登记寄出"), FormRank.OTHER, "deliver")
    elif has_unopened:
        yield CaseForm("hand_over_result", _l("申请人到窗口来领"), FormRank.OTHER, "deliver", has_files=True)
        yield CaseForm("post_result", _l("登记寄出"), FormRank.OTHER, "deliver")
    elif any(one.item_state is ItemState.MAILED and one.delivered_at is None for one in deliveries):
        yield CaseForm("confirm_receipt", _l("登记签收"), FormRank.NEXT, "deliver", has_files=True)
        yield CaseForm("return_result", _l("登记退回"), FormRank.OTHER, "deliver")
