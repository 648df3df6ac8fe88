"""Notices about mandates given or ended, written in the transaction that changes them."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from services_hall.identity import Actor
from services_hall.identity.capacities import Evidence
from services_hall.identity.models import Account, Representation
from services_hall.notices.enumerations import NoticeSubject, NoticeTopic
from services_hall.notices.notice_records import NewNotice, NoticeContent, holds, recipients, write_notices


def tell_given(session: Session, row: Representation, *, by: Actor, now: datetime) -> None:
    """Tell the agent that they may act for somebody."""
    _tell(session, row, NoticeTopic.MANDATE_GIVEN, Account.id == row.agent_id, by=by, now=now)


def tell_ended(session: Session, row: Representation, *, by: Actor, now: datetime) -> None:
    """Tell the other side that it ended: the agent, or the principal, who may not know of a stated one."""
    if row.agent_id != by.account_id:
        _tell(session, row, NoticeTopic.MANDATE_ENDED, Account.id == row.agent_id, by=by, now=now)
    elif row.evidence is Evidence.CONFIRMED:
        _tell(session, row, NoticeTopic.MANDATE_ENDED, holds([row.principal_index]), by=by, now=now)


def _tell(
    session: Session,
    row: Representation,
    topic: NoticeTopic,
    concerned: ColumnElement[bool],
    *,
    by: Actor,
    now: datetime,
) -> None:
    content = NoticeContent(topic, NoticeSubject.MANDATE, row.public_id, "")
    people = recipients(session, and_(concerned, Account.id != by.account_id))
    write_notices(session, [NewNotice(one, content) for one in people], now=now)
