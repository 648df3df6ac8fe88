"""Delivery of the result of a case: electronic by agreement or at its first opening, as a thing otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from guides.enumerations import ResultForm, StepKind
from services_hall.applications.cases import case_log, case_notices
from services_hall.applications.clocks.notice_periods import start_period
from services_hall.applications.enumerations import (
    ENDING_PAPERS,
    THIRD_PARTY_PAPERS,
    DeliveryWay,
    ItemState,
    PaperCode,
)
from services_hall.applications.lifecycle import (
    ACCEPTED,
    DELIVERABLE,
    GRANT_ENDED,
    RESULT_HOLDS,
    CaseAction,
    CaseOutcome,
    CaseState,
)
from services_hall.applications.models import ApplicationPaper, Case, CasePaper, Delivery
from services_hall.applications.readers import own_application_ids
from services_hall.casework.steps import finish_steps
from services_hall.documents.paper_records import write_paper
from services_hall.identity import Actor
from services_hall.notices.enumerations import NoticeTopic

PAPER_STATES: Final[Mapping[str, frozenset[CaseState]]] = {
    **dict.fromkeys(ENDING_PAPERS, GRANT_ENDED),
    PaperCode.SUPPLEMENT_NOTICE: frozenset({CaseState.SUPPLEMENT_ASKED}),
    PaperCode.CORRECTION_ORDER: frozenset({CaseState.CORRECTION_ORDERED}),
    PaperCode.PRIOR_NOTICE: RESULT_HOLDS,
    **dict.fromkeys((PaperCode.HEARING_NOTICE, PaperCode.HEARING_DATE, *THIRD_PARTY_PAPERS), ACCEPTED),
}
"""The papers that are delivered by themselves, with the states in which their delivery still matters."""
AS_A_THING: Final = frozenset({ResultForm.PHYSICAL, ResultForm.BOTH})


_LOADED: Final = (joinedload(Delivery.paper), joinedload(Delivery.proof))


def deliveries_of(session: Session, case_ids: Sequence[int]) -> Sequence[Delivery]:
    """The deliveries of these cases, oldest first."""
    rows = select(Delivery).where(Delivery.case_id.in_(case_ids)).options(*_LOADED)
    return session.scalars(rows.order_by(Delivery.id)).all()


def cases_to_collect(session: Session, actor: Actor) -> Sequence[Case]:
    """The person's cases whose card or paper, or the decision that ended them, is ready at the window."""
    rows = (
        select(Case)
        .join(Delivery, Delivery.case_id == Case.id)
        .outerjoin(Delivery.paper)
        .join(Case.application)
        .where(
            Case.application_id.in_(own_application_ids(actor)),
            or_(
                CasePaper.kind.in_(ENDING_PAPERS),
                and_(Delivery.paper_id.is_(None), Case.state.not_in(GRANT_ENDED)),
            ),
            Delivery.item_state == ItemState.READY,
            Delivery.way == DeliveryWay.WINDOW,
        )
        .options(joinedload(Case.application), joinedload(Case.agency))
        .order_by(Delivery.id)
    )
    return session.scalars(rows).all()


def result_form(case: Case) -> ResultForm | None:
    """The form of what the case issues; None for a decision that issues nothing besides its paper."""
    result = case.application_item.edition.terms.result
    if case.outcome not in {CaseOutcome.GRANTED, CaseOutcome.RECORDED}:
        return None
    return result.form or (ResultForm.ELECTRONIC if result.certificate_type else None)


def is_deliverable(case: Case) -> bool:
    """Whether the case has ended with a result that still holds."""
    return case.state in DELIVERABLE


def is_current(delivery: Delivery, case: Case) -> bool:
    """Whether what it delivers still matters: the result while it holds, a paper while the case waits for it.

    A notice that is on its way arrives whatever happens meanwhile.
    """
    if delivery.paper is None:
        return is_deliverable(case)
    is_on_its_way = delivery.item_state is ItemState.MAILED and delivery.delivered_at is None
    return case.state in PAPER_STATES[delivery.paper.kind] or is_on_its_way


def current_deliveries(session: Session, case: Case) -> Sequence[Delivery]:
    """The deliveries of what still matters in the case, oldest first."""
    return [one for one in deliveries_of(session, [case.id]) if is_current(one, case)]


def confirm_delivery_choice(session: Session, receipt: ApplicationPaper, *, now: datetime) -> None:
    """Write the applicant's confirmation of the way of delivery (送达地址确认书), if one was agreed on."""
    application = receipt.application
    confirmed_at = application.delivery_consented_at
    if confirmed_at is None and application.delivery_address is None:
        return
    details = {
        "way": application.delivery_way,
        "address": application.delivery_address,
        "confirmed_at": (confirmed_at or application.filed_at).isoformat(),
    }
    kind = PaperCode.DELIVERY_ADDRESS
    write_paper(session, ApplicationPaper, kind, application.id, issuer_code=None, now=now, details=details)


def present_result(session: Session, case: Case, *, now: datetime) -> None:
    """The result of the locked case is ready: open its deliveries in the way that the applicant chose.

    行政许可法 art. 44. With the applicant's consent (送达地址确认书) an electronic result is delivered when
    it reaches the applicant's pages, the system agreed on; without it, when the applicant first opens it. A
    card, and a paper that is not wanted electronically, waits for its hand-over at a window or for the post.
    """
    if not is_deliverable(case) or deliveries_of(session, [case.id]):
        return
    way, form = case.application.delivery_way, result_form(case)
    if way is DeliveryWay.ELECTRONIC and form is not ResultForm.PHYSICAL:
        electronic = _open_delivery(session, case, way, None)
        if electronic.consented_at is not None:
            complete_delivery(session, case, electronic, by=None, now=now)
    if form in AS_A_THING:
        _open_delivery(session, case, _way_of_thing(way), ItemState.TO_MAKE)
    elif way is not DeliveryWay.ELECTRONIC:
        _open_delivery(session, case, way, ItemState.READY)
    if any(one.item_state is not ItemState.TO_MAKE for one in deliveries_of(session, [case.id])):
        case_notices.tell_of_case(session, case, NoticeTopic.RESULT_READY, now=now)


def deliver_decision(session: Session, paper: CasePaper, *, now: datetime) -> None:
    """Present a case with its decision, unless its certificate is still to be issued."""
    case = session.get_one(Case, paper.subject_id, with_for_update=True, populate_existing=True)
    result = case.application_item.edition.terms.result
    if case.delivered_at is None and (not PaperCode(paper.kind).is_result or not result.certificate_type):
        present_result(session, case, now=now)


def deliver_paper(session: Session, paper: CasePaper, *, now: datetime) -> None:
    """Present a paper that is delivered by itself, in the way that the applicant chose.

    The times of the remedies against the end of a grant run from this delivery (行政复议法 art. 20). A third
    party has agreed to nothing and has no account here: its paper waits at the agency. Where the case went on
    before the paper was made, nobody hands it over any more; on the applicant's pages it still arrives.
    """
    case = session.get_one(Case, paper.subject_id, with_for_update=True, populate_existing=True)
    way = case.application.delivery_way if paper.is_for_applicant else DeliveryWay.WINDOW
    is_useless = case.state not in PAPER_STATES[paper.kind] and way is not DeliveryWay.ELECTRONIC
    if is_useless or any(one.paper_id == paper.id for one in deliveries_of(session, [case.id])):
        return
    item_state = None if way is DeliveryWay.ELECTRONIC else ItemState.READY
    delivery = _open_delivery(session, case, way, item_state, paper_id=paper.id)
    if delivery.consented_at is not None:
        complete_delivery(session, case, delivery, by=None, now=now)


def unopened_deliveries(session: Session, case: Case, paper_id: int | None) -> Sequence[Delivery]:
    """The electronic deliveries of this paper, or without one of the result, that nobody has opened yet."""
    return [
        one
        for one in deliveries_of(session, [case.id])
        if one.paper_id == paper_id
        and (paper_id is not None or is_current(one, case))
        and one.way is DeliveryWay.ELECTRONIC
        and one.delivered_at is None
    ]


def deliver_opened(
    session: Session, case: Case, paper_id: int | None, *, reader: Actor, now: datetime
) -> None:
    """Deliver the locked case's electronic result, or this paper, that its applicant opens first now.

    The account that opened it and the time are the proof.
    """
    for delivery in unopened_deliveries(session, case, paper_id):
        delivery.receiver = reader.name
        complete_delivery(session, case, delivery, by=reader, now=now)


def complete_delivery(
    session: Session, case: Case, delivery: Delivery, *, by: Actor | None, now: datetime
) -> None:
    """Record that the result or the paper reached the person now; remedies run from the first delivery."""
    account_id = by.account_id if by is not None else None
    action = CaseAction.DELIVER_NOTICE if delivery.is_of_notice else CaseAction.DELIVER
    case_log.change_state(session, case, action, actor_id=account_id, now=now)
    delivery.delivered_at, delivery.recorded_by_id = now, account_id
    if delivery.paper is not None:
        start_period(session, case, delivery.paper, now=now)
    if case.delivered_at is None and delivery.paper_id is None:
        case.delivered_at = now
        finish_steps(case.steps, StepKind.DELIVERY, officer_id=None, now=now)


def _way_of_thing(way: DeliveryWay) -> DeliveryWay:
    """A card cannot be sent electronically: it is collected at a window unless it is to be posted."""
    return DeliveryWay.WINDOW if way is DeliveryWay.ELECTRONIC else way


def _open_delivery(
    session: Session,
    case: Case,
    way: DeliveryWay,
    item_state: ItemState | None,
    *,
    paper_id: int | None = None,
) -> Delivery:
    application = case.application
    delivery = Delivery(
        case_id=case.id,
        paper_id=paper_id,
        way=way,
        consented_at=application.delivery_consented_at if way is DeliveryWay.ELECTRONIC else None,
        address=application.delivery_address if way is DeliveryWay.POST else None,
        item_state=item_state,
    )
    session.add(delivery)
    session.flush()
    return delivery
