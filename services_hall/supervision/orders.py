"""Orders of supervision (督办): given to a body, answered by its officers or its head, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, joinedload

from guides.errors import FieldProblem
from services_hall.applications.action_faults import day_between, filled_text
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import Case
from services_hall.applications.numbering import CaseNumberInvalid, parse_case_number
from services_hall.clock import local_day
from services_hall.identity import Actor, Role
from services_hall.identity.errors import AccountRefused
from services_hall.identity.posts import read_post
from services_hall.supervision.models import SupervisionOrder

CASE, TEXT, ANSWER_DUE_ON, ANSWER = "case_number", "order_text", "answer_due_on", "answer"
"""The names of the fields of an order."""
LATEST: Final = timedelta(days=365)
ANSWERING: Final = (Role.AGENCY_OFFICER, Role.AGENCY_HEAD)


class OrderFault(StrEnum):
    """What is wrong with an order."""

    CASE_NOT_THERE = "case_not_there"


class OrderNotFound(Exception):
    """No order has this number, or it is for another body."""


class OrderNotOpen(Exception):
    """The order is answered already, or is closed, or is not answered yet."""


@dataclass(frozen=True)
class OrderWords:
    """An order as it was written: the body by name or code, the case by number or empty."""

    agency: str
    case_number: str
    text: str
    answer_due_on: date | None


def give_order(session: Session, words: OrderWords, *, actor: Actor, now: datetime) -> SupervisionOrder:
    """The new order. Raises ActionInvalid, for an unknown body or case, an empty text, a day not ahead."""
    try:
        code = read_post(session, Role.AGENCY_OFFICER, words.agency).agency_code
    except AccountRefused as refused:
        raise ActionInvalid(refused.problems) from None
    if code is None:
        raise OrderNotFound
    today = local_day(now)
    order = SupervisionOrder(
        agency_code=code,
        case_id=_case_id(session, code, words.case_number) if words.case_number else None,
        text=filled_text(TEXT, words.text),
        answer_due_on=day_between(
            ANSWER_DUE_ON, words.answer_due_on, earliest=today + timedelta(days=1), last=today + LATEST
        ),
        given_at=now,
        given_by_id=actor.account_id,
    )
    session.add(order)
    session.flush()
    return order


def answer_order(order: SupervisionOrder, answer: str, *, actor: Actor, now: datetime) -> None:
    """Answers a locked order, once; raises OrderNotOpen, ActionInvalid."""
    if order.answered_at is not None:
        raise OrderNotOpen
    order.answer = filled_text(ANSWER, answer)
    order.answered_at, order.answered_by_id = now, actor.account_id


def close_order(order: SupervisionOrder, *, actor: Actor, now: datetime) -> None:
    """Closes a locked order that is answered; raises OrderNotOpen."""
    if order.answered_at is None or order.closed_at is not None:
        raise OrderNotOpen
    order.closed_at, order.closed_by_id = now, actor.account_id


def orders_page(session: Session, *, after: int | None, limit: int) -> Sequence[SupervisionOrder]:
    """All orders, newest first, before the id `after`. One query."""
    return _page(session, SupervisionOrder.id > 0, after, limit)


def orders_for(
    session: Session, actor: Actor, *, after: int | None, limit: int
) -> Sequence[SupervisionOrder]:
    """The orders to the bodies of an officer or a head, newest first, before the id `after`. One query."""
    return _page(session, _is_for(actor), after, limit)


def lock_order(session: Session, order_id: int, *, answering: Actor | None = None) -> SupervisionOrder:
    """An order, locked; with `answering` one to that person's bodies. Raises OrderNotFound."""
    rows = (
        select(SupervisionOrder)
        .where(SupervisionOrder.id == order_id)
        .with_for_update(of=SupervisionOrder)
        .execution_options(populate_existing=True)
    )
    if answering is not None:
        rows = rows.where(_is_for(answering))
    order = session.scalars(rows).one_or_none()
    if order is None:
        raise OrderNotFound
    return order


def _page(
    session: Session, condition: ColumnElement[bool], after: int | None, limit: int
) -> Sequence[SupervisionOrder]:
    rows = (
        select(SupervisionOrder)
        .where(condition)
        .options(joinedload(SupervisionOrder.agency), joinedload(SupervisionOrder.case))
        .order_by(SupervisionOrder.id.desc())
        .limit(limit)
    )
    return session.scalars(rows if after is None else rows.where(SupervisionOrder.id < after)).all()


def _is_for(actor: Actor) -> ColumnElement[bool]:
    codes = {post.agency_code for role in ANSWERING for post in actor.posts_as(role) if post.agency_code}
    return SupervisionOrder.agency_code.in_(sorted(codes)) if codes else false()


def _case_id(session: Session, agency_code: str, number: str) -> int:
    try:
        application, position = parse_case_number(number)
    except CaseNumberInvalid:
        raise _no_case() from None
    rows = select(Case.id).where(
        Case.application_id == application.id,
        Case.filed_on == application.filed_on,
        Case.position == position,
        Case.agency_code == agency_code,
    )
    if (found := session.scalar(rows)) is None:
        raise _no_case()
    return found


def _no_case() -> ActionInvalid:
    return ActionInvalid({CASE: FieldProblem(OrderFault.CASE_NOT_THERE)})
