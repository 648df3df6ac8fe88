"""The feed of public changes, for caches, terminals, replicas and open data."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.counters import take_numbers
from guides.models import Counter, GuideEvent

FEED: Final = "feed"
_HEAD: Final = select(Counter.value).where(Counter.name == FEED)


def append_events(session: Session, events: Sequence[GuideEvent]) -> None:
    """Numbers `events` in their order and writes them.

    Call it last in the transaction: the row of the counter stays locked until the commit, so that no reader
    sees a number before all smaller numbers.
    """
    if not events:
        return
    session.flush()
    last = take_numbers(session, FEED, len(events))
    for seq, event in enumerate(events, start=last - len(events) + 1):
        event.seq = seq
    session.add_all(events)
    session.flush()


def guide_events(session: Session, *, after: int, limit: int) -> list[GuideEvent]:
    """At most `limit` events after the number `after`, in their order."""
    query = select(GuideEvent).where(GuideEvent.seq > after).order_by(GuideEvent.seq).limit(limit)
    return list(session.scalars(query))


def feed_head(session: Session) -> int:
    """The number of the last event, 0 before the first."""
    return session.connection().execute(_HEAD).scalar() or 0
