"""Words about the delivery of results: ways, states of cards, proof, messages about the choice."""

from typing import Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services_hall.applications.delivery.choice import DeliveryFault
from services_hall.applications.delivery.result_delivery import is_current, is_deliverable
from services_hall.applications.enumerations import DeliveryWay, ItemState
from services_hall.applications.models import Application, Case, CasePaper, Delivery
from services_hall.domains import paper_title
from services_hall.presentation.formats import moment

DELIVERY_FAULTS: Final = {
    DeliveryFault.ADDRESS_MISSING: _l("请填写邮寄地址。"),
    DeliveryFault.ADDRESS_TOO_LONG: _l("邮寄地址最多 %(longest)s 个字。"),
}
WAYS: Final = {
    DeliveryWay.ELECTRONIC: _l("网上送达"),
    DeliveryWay.WINDOW: _l("窗口领取"),
    DeliveryWay.POST: _l("邮寄送达"),
}
NOT_ANY_MORE: Final = _l("没有送达；决定已经失效，不再交付。")
"""Of a result that did not reach the applicant before it ceased to hold."""
NOTICE_OVER: Final = _l("没有送达的记录；事情已经办过去，不用再送。")
"""Of a notice that the case no longer waits for."""
ITEM_STATES: Final = {
    ItemState.TO_MAKE: _l("正在制作"),
    ItemState.READY: _l("已制好，待交付"),
    ItemState.HANDED_OVER: _l("已领取"),
    ItemState.MAILED: _l("已寄出"),
}


def init_app(app: Flask) -> None:
    """Registers the words for templates."""
    app.add_template_filter(lambda way: WAYS[way], "delivery_way")
    app.add_template_filter(lambda state: ITEM_STATES[state], "item_state")
    app.add_template_filter(delivery_sentence, "delivery_sentence")
    app.add_template_filter(delivery_state, "delivery_state")
    app.add_template_test(is_deliverable, "deliverable")
    app.add_template_test(is_current, "delivery_now_of")
    app.add_template_filter(delivery_choice, "delivery_choice")


def delivery_sentence(delivery: Delivery, case: Case) -> str:
    """How and when a result, or the decision that ended it, was delivered, or what its delivery waits for."""
    sentence = _sentence(delivery, case)
    if delivery.paper is None:
        return sentence
    return _("%(paper)s：%(sentence)s", paper=title_with_addressee(delivery.paper), sentence=sentence)


def title_with_addressee(paper: CasePaper) -> str:
    """The title of a paper, with the third party to whom it is addressed."""
    title = paper_title(paper)
    addressee = None if paper.is_for_applicant else (paper.details or {}).get("addressee")
    return _("%(paper)s（%(who)s）", paper=title, who=addressee) if addressee else title


def delivery_state(delivery: Delivery, case: Case) -> str:
    """The same for a clerk, who speaks of the applicant."""
    way = str(WAYS[delivery.way])
    is_over = delivery.delivered_at is not None or not is_current(delivery, case)
    if is_over or delivery.item_state is ItemState.MAILED:
        return delivery_sentence(delivery, case)
    if delivery.item_state is not None:
        return _("%(way)s：%(state)s", way=way, state=str(ITEM_STATES[delivery.item_state]))
    if delivery.way is DeliveryWay.ELECTRONIC:
        return _("%(way)s：结果已经可以打开，申请人还没有打开。", way=way)
    return _("%(way)s：结果已经办好，还没有交付。", way=way)


def delivery_choice(application: Application) -> str:
    """How the applicant wants results, and what was agreed on (送达地址确认书)."""
    agreed_at, address = application.delivery_consented_at, application.delivery_address
    if agreed_at is not None:
        return _("网上送达：%(at)s 已书面同意，到达“我的”即送达", at=moment(agreed_at))
    if application.delivery_way is DeliveryWay.POST:
        return _("邮寄到 %(address)s", address=address or "")
    if application.delivery_way is DeliveryWay.ELECTRONIC:
        return _("网上送达：没有约定，申请人首次打开时算送达")
    return str(WAYS[application.delivery_way])


def _sentence(delivery: Delivery, case: Case) -> str:
    if delivery.delivered_at is not None:
        return _delivered(delivery, moment(delivery.delivered_at))
    if not is_current(delivery, case):
        return str(NOTICE_OVER if delivery.is_of_notice else NOT_ANY_MORE)
    if delivery.item_state is ItemState.TO_MAKE:
        return _("证件正在制作，制好后%(way)s。", way=str(WAYS[delivery.way]))
    if delivery.item_state is ItemState.MAILED and delivery.sent_at is not None:
        return _(
            "%(at)s 寄出，邮件号 %(number)s。签收后算送达。",
            at=moment(delivery.sent_at),
            number=delivery.tracking_number or "",
        )
    if delivery.way is DeliveryWay.ELECTRONIC:
        return _("已放在“我的”，第一次打开时算送达。")
    if delivery.way is DeliveryWay.POST:
        return _("已经办好，等待寄出。")
    return _("已经办好，等待窗口领取。")


def _delivered(delivery: Delivery, at: str) -> str:
    if delivery.item_state is ItemState.MAILED:
        return _("%(at)s 邮寄送达，签收人 %(who)s。", at=at, who=delivery.receiver or "")
    if delivery.item_state is ItemState.HANDED_OVER:
        return _("%(at)s 窗口领取，签收人 %(who)s。", at=at, who=delivery.receiver or "")
    if delivery.receiver is not None:
        return _("%(at)s 首次打开，已送达。", at=at)
    return _("%(at)s 到达“我的”，按约定已送达。", at=at)
