"""What is asked of a database while something runs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

from services_hall import database
from tests.support.hall import Hall

WRITING = re.compile(r"\s*(insert|update|delete)\b", re.IGNORECASE)


@contextmanager
def sent_through(engine: Engine | Connection) -> Iterator[list[str]]:
    """The statements that go through the engine while the block runs."""
    sent: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def statements(hall: Hall) -> Iterator[list[str]]:
    """The statements sent to the hall's database while the block runs."""
    with hall.app.app_context():
        engine = database.db.engine
    with sent_through(engine) as sent:
        yield sent


def reads(sent: list[str]) -> list[str]:
    """Those of the statements that read; a kept page's own look at the feed is none of the page's."""
    return [one for one in sent if one.startswith(("SELECT", "WITH")) and "guide_counter" not in one]


def writes(sent: list[str]) -> list[str]:
    """Those of the statements that write."""
    return [statement for statement in sent if WRITING.match(statement)]
