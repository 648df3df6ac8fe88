"""The feed of public changes: what caches, terminals, replicas and open data have not seen yet."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from guides.models import Counter, GuideEvent

FEED: Final = "feed"


def append_events(session: Session, events: Sequence[GuideEvent]) -> None:
    """Numbers `events` in their order and writes them.

    Call it last in the transaction: the counter's row stays locked until the commit, so that no reader ever
    sees a number before all smaller ones.
    """
    if not events:
        return
    session.flush()
    last = take_numbers(session, FEED, len(events))
    for seq, event in enumerate(events, start=last - len(events) + 1):
        event.seq = seq
    session.add_all(events)
    session.flush()


def take_numbers(session: Session, name: str, count: int = 1) -> int:
    """The last of the next `count` numbers of the counter `name`, which is made when it is not there yet."""
    counted = session.execute(
        update(Counter)
        .where(Counter.name == name)
        .values(value=Counter.value + count)
        .returning(Counter.value)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return counted if counted is not None else first_numbers(session, name, count)


def first_numbers(session: Session, name: str, count: int) -> int:
    """Makes the counter; when another transaction made it meanwhile, its numbers come first."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    value: int = session.execute(
        dialect.insert(Counter)
        .values(name=name, value=count)
        .on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + count})
        .returning(Counter.value)
    ).scalar_one()
    return value


def guide_events(session: Session, *, after: int, limit: int) -> list[GuideEvent]:
    """At most `limit` events that follow number `after`, in their order."""
    query = select(GuideEvent).where(GuideEvent.seq > after).order_by(GuideEvent.seq).limit(limit)
    return list(session.scalars(query))


def feed_head(session: Session) -> int:
    """The number of the last event, 0 before the first."""
    return session.scalar(select(Counter.value).where(Counter.name == FEED)) or 0
