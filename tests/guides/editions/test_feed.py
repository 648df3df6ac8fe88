"""The feed: numbers without gaps, in the order in which changes become visible."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from guides.editions import append_events, feed_head, guide_events
from tests.support.edition_factories import feed_event, published_guide

WRITERS = 6
EVENTS_EACH = 15


def test_the_feed_is_empty_before_the_first_change(session: Session) -> None:
    assert feed_head(session) == 0
    assert guide_events(session, after=0, limit=10) == []
    append_events(session, [])
    assert feed_head(session) == 0


def test_a_reader_goes_on_from_its_cursor(session: Session) -> None:
    append_events(session, [feed_event(code) for code in "ABCDE"])
    seen = guide_events(session, after=0, limit=2)
    assert [entry.item_code for entry in seen] == ["A", "B"]
    assert [entry.item_code for entry in guide_events(session, after=seen[-1].seq, limit=9)] == [
        "C",
        "D",
        "E",
    ]
    assert feed_head(session) == 5


def test_a_rolled_back_change_leaves_no_gap(session: Session) -> None:
    append_events(session, [feed_event("A")])
    session.commit()
    append_events(session, [feed_event("LOST")])
    session.rollback()
    append_events(session, [feed_event("B")])
    assert [(entry.seq, entry.item_code) for entry in guide_events(session, after=0, limit=9)] == [
        (1, "A"),
        (2, "B"),
    ]


def write(engine: Engine, writer: int) -> None:
    for number in range(EVENTS_EACH):
        with Session(engine) as session, session.begin():
            append_events(session, [feed_event(f"{writer}-{number}")])


def follow(engine: Engine, total: int) -> list[int]:
    """All events for a reader who repeatedly asks for those after the last number read."""
    seen: list[int] = []
    while len(seen) < total:
        with Session(engine) as session:
            seen += [entry.seq for entry in guide_events(session, after=seen[-1] if seen else 0, limit=50)]
    return seen


def test_a_reader_misses_nothing_while_many_write(postgres_engine: Engine) -> None:
    total = WRITERS * EVENTS_EACH
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(follow, postgres_engine, total)
        for written in [pool.submit(write, postgres_engine, writer) for writer in range(WRITERS)]:
            written.result()
        seen = reader.result(timeout=30)
    assert seen == list(range(1, total + 1))
    assert all(later == earlier + 1 for earlier, later in pairwise(seen))


def test_two_who_publish_the_same_guide_at_once_leave_one_edition_in_force(postgres_engine: Engine) -> None:
    def publish_one(name: str) -> int:
        with Session(postgres_engine) as session, session.begin():
            return published_guide(session, name=name).number

    with Session(postgres_engine) as session, session.begin():
        published_guide(session)
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(publish_one, "甲乙丙丁"))
    assert sorted(numbers) == [2, 3, 4, 5]
    with Session(postgres_engine) as session:
        events = guide_events(session, after=0, limit=10)
        assert [entry.edition_number for entry in events] == [1, 2, 3, 4, 5]
