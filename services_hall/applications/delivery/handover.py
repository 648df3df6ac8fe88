"""Results as things: a card or paper that is made, handed over at a window, or posted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from services_hall.applications import papers
from services_hall.applications.action_faults import filled_text
from services_hall.applications.agent_rights import require_receiver
from services_hall.applications.cases import case_notices
from services_hall.applications.delivery.result_delivery import complete_delivery, current_deliveries
from services_hall.applications.enumerations import DeliveryWay, ItemState, PaperCode
from services_hall.applications.errors import DeliveryStepRefused
from services_hall.applications.models import Case, Delivery
from services_hall.audit.record import record_action
from services_hall.clock import local_day
from services_hall.identity import Actor
from services_hall.notices.enumerations import NoticeTopic

PROOF: Final = "delivery_proof"
"""The field of the receipt that was signed (送达回证), as a file."""
DELIVERED_PAPERS: Final = frozenset(
    {
        PaperCode.GRANT,
        PaperCode.FILING_RECORD,
        PaperCode.DENIAL,
        PaperCode.REFUSAL,
        PaperCode.NOT_IN_POWER,
        PaperCode.NO_LICENCE_NEEDED,
        PaperCode.RETURN,
        PaperCode.TERMINATION,
    }
)
"""The papers that end a case and are delivered."""


def mark_ready(session: Session, case: Case, *, now: datetime) -> Delivery:
    """The card of the locked case is made; raises DeliveryStepRefused unless it was to be made.

    This and each further step returns the delivery that it belongs to.
    """
    delivery = _thing(session, case, "", ItemState.TO_MAKE)
    delivery.item_state = ItemState.READY
    case_notices.tell_of_case(session, case, NoticeTopic.RESULT_READY, now=now)
    return delivery


def hand_over(
    session: Session, case: Case, *, receiver: str, by: Actor, now: datetime, paper: str = ""
) -> Delivery:
    """Hand the result of the locked case over at a window, against the signature of `receiver`.

    With the public id of a `paper`, here and below, that paper is meant instead of the result. The receipt
    (送达回证) is the proof. What is electronic and was not opened is handed over as its paper.
    Raises ActionInvalid, DeliveryStepRefused for a card that is not made or that was handed over before.
    """
    receiver = filled_text("receiver", receiver)
    require_receiver(session, case.application, receiver, on=local_day(now))
    delivery = _undelivered_thing(session, case, paper)
    delivery.way, delivery.item_state = DeliveryWay.WINDOW, ItemState.HANDED_OVER
    delivery.receiver = receiver
    _finish(session, case, delivery, by=by, now=now)
    return delivery


def send_by_post(
    session: Session,
    case: Case,
    *,
    tracking_number: str,
    address: str,
    by: Actor,
    now: datetime,
    paper: str = "",
) -> Delivery:
    """Post the result of the locked case; it is delivered when the post confirms its receipt.

    `address` replaces the one that the applicant gave, if it is not empty. What is electronic and was not
    opened is posted as its paper. Raises ActionInvalid,
    DeliveryStepRefused.
    """
    tracking_number = filled_text("tracking_number", tracking_number)[:64]
    delivery = _undelivered_thing(session, case, paper)
    delivery.address = filled_text("address", address or delivery.address or "")
    delivery.way, delivery.item_state = DeliveryWay.POST, ItemState.MAILED
    delivery.tracking_number, delivery.sent_at = tracking_number, now
    delivery.recorded_by_id = by.account_id
    if not delivery.is_of_notice:
        case_notices.tell_of_case(session, case, NoticeTopic.RESULT_POSTED, now=now)
    return delivery


def confirm_receipt(
    session: Session, case: Case, *, receiver: str, by: Actor, now: datetime, paper: str = ""
) -> Delivery:
    """The post confirmed that `receiver` got the result of the locked case.

    Raises ActionInvalid, DeliveryStepRefused for a result that is not on its way.
    """
    receiver = filled_text("receiver", receiver)
    delivery = _thing(session, case, paper, ItemState.MAILED)
    if delivery.delivered_at is not None:
        raise DeliveryStepRefused(delivery.item_state)
    delivery.receiver = receiver
    _finish(session, case, delivery, by=by, now=now)
    return delivery


def return_to_sender(session: Session, case: Case, *, by: Actor, now: datetime, paper: str = "") -> Delivery:
    """The post brought the result of the locked case back: it waits for another way of delivery.

    Raises DeliveryStepRefused for a result that is not on its way.
    """
    delivery = _thing(session, case, paper, ItemState.MAILED)
    if delivery.delivered_at is not None:
        raise DeliveryStepRefused(delivery.item_state)
    facts = {"item": case.item_code, "agency": case.agency_code, "tracking_number": delivery.tracking_number}
    record_action(
        session, actor=by.public_id, action="case.return_to_sender", subject=case.number, details=facts
    )
    delivery.item_state, delivery.tracking_number, delivery.sent_at = ItemState.READY, None, None
    delivery.recorded_by_id = by.account_id
    return delivery


def _finish(session: Session, case: Case, delivery: Delivery, *, by: Actor, now: datetime) -> None:
    complete_delivery(session, case, delivery, by=by, now=now)
    session.flush()
    earlier = [one for one in case.papers if one.kind == PaperCode.DELIVERY_RECEIPT]
    details = {
        "way": delivery.way,
        "receiver": delivery.receiver,
        "address": delivery.address,
        "tracking_number": delivery.tracking_number,
        "delivered_at": now.isoformat(),
        "deliverer": by.name,
        "delivered": _delivered_things(case, delivery),
    }
    if delivery.paper is not None and not delivery.is_for_applicant:
        details["addressee"] = (delivery.paper.details or {}).get("addressee")
    papers.write_case_paper(
        session, case, PaperCode.DELIVERY_RECEIPT, now=now, ordinal=len(earlier) + 1, details=details
    )


def _delivered_things(case: Case, delivery: Delivery) -> list[tuple[str, str]]:
    """The paper that is delivered; else those of the case's end and its card or certificate, with numbers."""
    ends = [paper for paper in case.papers if paper.kind in DELIVERED_PAPERS]
    delivered = ends if delivery.paper is None else [delivery.paper]
    things = [(papers.KINDS[paper.kind].title_for(paper), paper.number or "") for paper in delivered]
    if case.certificate_identifier is not None and delivery.paper is None:
        things.append((case.application_item.edition.terms.result.name, case.certificate_identifier))
    return things


def _deliveries(session: Session, case: Case, paper: str) -> Sequence[Delivery]:
    """The deliveries of the paper with this public id; without one those of the result, or of its end."""
    current = current_deliveries(session, case)
    if paper:
        return [one for one in current if one.paper is not None and one.paper.public_id == paper]
    return [one for one in current if not one.is_of_notice]


def _undelivered_thing(session: Session, case: Case, paper: str) -> Delivery:
    deliveries = _deliveries(session, case, paper)
    ready = [one for one in deliveries if one.item_state is ItemState.READY]
    unopened = [one for one in deliveries if one.item_state is None and one.delivered_at is None]
    if not ready and (not unopened or any(one.item_state is ItemState.TO_MAKE for one in deliveries)):
        raise DeliveryStepRefused(next((one.item_state for one in deliveries if one.item_state), None))
    return (ready or unopened)[0]


def _thing(session: Session, case: Case, paper: str, expected: ItemState) -> Delivery:
    """The card or paper in the expected state; raises DeliveryStepRefused with the state it has."""
    things = [one for one in _deliveries(session, case, paper) if one.item_state is not None]
    found = next((one for one in things if one.item_state is expected), None)
    if found is None:
        raise DeliveryStepRefused(things[0].item_state if things else None)
    return found
