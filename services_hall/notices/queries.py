"""Notices of an account: the list, the number of unread ones, and the marks that they were read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, selectinload

from services_hall.notices.errors import NoticeNotFound
from services_hall.notices.models import Notice


def notices_page(
    session: Session, account_id: int, *, after: int | None = None, limit: int = 20
) -> Sequence[Notice]:
    """The account's notices with their messages, newest first; `after` is the last id of the page before."""
    rows = select(Notice).where(Notice.account_id == account_id)
    if after is not None:
        rows = rows.where(Notice.id < after)
    return session.scalars(
        rows.options(selectinload(Notice.messages)).order_by(Notice.id.desc()).limit(limit)
    ).all()


def notices_about(session: Session, account_id: int, subjects: Sequence[str]) -> Sequence[Notice]:
    """The account's notices about these numbers of applications and cases, oldest first."""
    rows = select(Notice).where(Notice.account_id == account_id, Notice.subject.in_(subjects))
    return session.scalars(rows.options(selectinload(Notice.messages)).order_by(Notice.id)).all()


def unread_count(session: Session, account_id: int) -> int:
    """How many notices of the account nobody has read."""
    unread = select(func.count()).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return session.scalars(unread).one()


def notice_of_account(session: Session, account_id: int, notice_id: int) -> Notice:
    """A notice of this account; raises NoticeNotFound for any other."""
    rows = select(Notice).where(Notice.id == notice_id, Notice.account_id == account_id)
    notice = session.scalars(rows).one_or_none()
    if notice is None:
        raise NoticeNotFound
    return notice


def mark_read(session: Session, account_id: int, notice_id: int | None = None, *, now: datetime) -> None:
    """Mark this notice of the account, or all of them, as read; a second time changes nothing."""
    rows = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    if notice_id is not None:
        rows = rows.where(Notice.id == notice_id)
    session.execute(rows.values(read_at=now))
