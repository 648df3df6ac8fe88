"""New notices, in the transaction of what they are about, with the jobs of their messages."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services_hall.identity.models import Account
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import NewJob, insert_jobs
from services_hall.notices.enumerations import MessageChannel, MessageState, NoticeSubject, NoticeTopic
from services_hall.notices.models import Notice, NoticeMessage


@dataclass(frozen=True)
class NoticeContent:
    """What a notice says; one with a `unique_key` is written only once to an account."""

    topic: NoticeTopic
    subject_kind: NoticeSubject
    subject: str
    name: str
    until: date | None = None
    unique_key: str | None = None


@dataclass(frozen=True)
class Recipient:
    """An account that is told, the channels that its owner wants, and the indexes of its holders.

    Or, without an account, the `phone` of somebody.
    """

    account_id: int | None
    channels: tuple[MessageChannel, ...]
    indexes: frozenset[bytes]
    phone: str | None = field(default=None, repr=False)
    own_phone: str | None = field(default=None, repr=False)
    """The phone of the account, whatever its owner wants."""


@dataclass(frozen=True)
class NewNotice:
    """A notice to write."""

    recipient: Recipient
    content: NoticeContent


def holds(indexes: Sequence[bytes]) -> ColumnElement[bool]:
    """The condition for accounts of these persons and organisations."""
    return or_(Account.identifier_index.in_(indexes), Account.organisation_index.in_(indexes))


def recipients(session: Session, condition: ColumnElement[bool]) -> list[Recipient]:
    """The enabled accounts under this condition, oldest first; nothing is flushed."""
    columns = (
        Account.id,
        Account.wants_email,
        Account.wants_text,
        Account.identifier_index,
        Account.organisation_index,
        Account.phone,
    )
    with session.no_autoflush:
        rows = session.execute(
            select(*columns).where(condition, Account.disabled_at.is_(None)).order_by(Account.id)
        ).all()
    return [
        Recipient(
            row.id,
            tuple(
                channel
                for channel, is_wanted in (
                    (MessageChannel.EMAIL, row.wants_email),
                    (MessageChannel.TEXT, row.wants_text),
                )
                if is_wanted
            ),
            frozenset(index for index in (row.identifier_index, row.organisation_index) if index is not None),
            own_phone=row.phone,
        )
        for row in rows
    ]


def phone_recipient(phone: str, index: bytes) -> Recipient:
    """Somebody without an account, who is told by a text message."""
    return Recipient(None, (MessageChannel.TEXT,), frozenset({index}), phone)


def write_notices(session: Session, notices: Sequence[NewNotice], *, now: datetime) -> int:
    """Write the notices with their messages and jobs; returns how many were new. Nothing else is flushed.

    A notice with a key is written once, also by simultaneous transactions.
    """
    with session.no_autoflush:
        new = _without_known(session, [_keyed(one) for one in notices])
        written = [
            *_insert(session, [one for one in new if one.content.unique_key is None], now),
            *_insert_once(session, [one for one in new if one.content.unique_key is not None], now),
        ]
        messages = [
            {"notice_id": notice_id, "channel": channel, "state": MessageState.WAITING}
            for notice_id, one in written
            for channel in one.recipient.channels
        ]
        if messages:
            _write_messages(session, messages)
        return len(written)


def _insert(session: Session, notices: Sequence[NewNotice], now: datetime) -> list[tuple[int, NewNotice]]:
    if not notices:
        return []
    statement = insert(Notice).returning(Notice.id, sort_by_parameter_order=True)
    ids = session.scalars(statement, [_row(one, now) for one in notices]).all()
    return list(zip(ids, notices, strict=True))


def _insert_once(
    session: Session, notices: Sequence[NewNotice], now: datetime
) -> list[tuple[int, NewNotice]]:
    """Insert the notices but those that another transaction has written meanwhile."""
    if not notices:
        return []
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    statement = dialect.insert(Notice).on_conflict_do_nothing(index_elements=[Notice.unique_key])
    rows = session.execute(
        statement.returning(Notice.id, Notice.unique_key), [_row(one, now) for one in notices]
    )
    by_key = {one.content.unique_key: one for one in notices}
    return [(notice_id, by_key[key]) for notice_id, key in rows]


def _keyed(notice: NewNotice) -> NewNotice:
    """The notice with a key of whom it tells."""
    if notice.content.unique_key is None:
        return notice
    told = notice.recipient.account_id or min(notice.recipient.indexes).hex()
    key = f"{notice.content.unique_key}:{told}"
    return replace(notice, content=replace(notice.content, unique_key=key))


def _without_known(session: Session, notices: list[NewNotice]) -> list[NewNotice]:
    keys = [one.content.unique_key for one in notices if one.content.unique_key is not None]
    if not keys:
        return notices
    known = set(session.scalars(select(Notice.unique_key).where(Notice.unique_key.in_(keys))))
    return [one for one in notices if one.content.unique_key not in known]


def _row(notice: NewNotice, now: datetime) -> dict[str, object]:
    told = notice.recipient
    return {"account_id": told.account_id, "phone": told.phone, "created_at": now, **vars(notice.content)}


def _write_messages(session: Session, messages: Sequence[dict[str, object]]) -> None:
    statement = insert(NoticeMessage).returning(NoticeMessage.id, sort_by_parameter_order=True)
    ids = session.scalars(statement, messages).all()
    insert_jobs(
        session,
        [
            NewJob(JobName.SEND_NOTICE, {"message_id": message_id}, unique_key=f"notice-message:{message_id}")
            for message_id in ids
        ],
    )
