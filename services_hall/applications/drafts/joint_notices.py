"""Notices about a draft that waits for joint applicants, written in the transaction that changes it."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from services_hall.applications.drafts.joint_confirmations import confirmations_of
from services_hall.applications.enumerations import Channel
from services_hall.applications.filing import offers
from services_hall.applications.models import Draft, JointConfirmation
from services_hall.applications.parties import Party, applicant_in
from services_hall.applications.parties.joint_applicants import JointAnswer
from services_hall.identity import Actor
from services_hall.identity.models import Account
from services_hall.notices.enumerations import NoticeSubject, NoticeTopic
from services_hall.notices.notice_records import NewNotice, NoticeContent, holds, recipients, write_notices


def tell_asked(session: Session, draft: Draft, *, by: Actor, now: datetime) -> None:
    """Tell those whose confirmation the locked draft waits for, where they have an account."""
    answers = confirmations_of(session, draft.id)
    asked = [one.holder_index for one in answers if one.answer is JointAnswer.ASKED]
    if asked:
        _tell(session, draft, NoticeTopic.JOINT_ASKED, holds(asked), by=by, now=now)


def tell_returned(
    session: Session,
    draft: Draft,
    topic: NoticeTopic,
    *,
    by: Actor,
    refused: JointConfirmation | None = None,
    now: datetime,
) -> None:
    """Tell that the locked draft, which still waits, goes back to who wrote it.

    All applicants are told, and an agent who wrote it in the hall; not the actor, and not who `refused`.
    """
    first = applicant_in([Party.from_json(one) for one in draft.parties or []])
    others = [one.holder_index for one in confirmations_of(session, draft.id) if one is not refused]
    concerned = holds([first.holder.index, *others])
    if draft.submission is not None and draft.submission["channel"] == Channel.ONLINE:
        concerned = or_(concerned, Account.id == draft.owner_id)
    _tell(session, draft, topic, concerned, by=by, now=now)


def _tell(
    session: Session,
    draft: Draft,
    topic: NoticeTopic,
    concerned: ColumnElement[bool],
    *,
    by: Actor,
    now: datetime,
) -> None:
    ((name, _draft),) = offers.named_drafts(session, [draft])
    content = NoticeContent(topic, NoticeSubject.DRAFT, draft.public_id, name or draft.code)
    people = recipients(session, and_(concerned, Account.id != by.account_id))
    write_notices(session, [NewNotice(one, content) for one in people], now=now)
