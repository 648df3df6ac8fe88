"""The statements sent to a database during a block."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

from services_hall import database
from tests.support.hall import Hall

WRITING = re.compile(r"\s*(insert|update|delete)\b", re.IGNORECASE)


@contextmanager
def record_statements(engine: Engine | Connection) -> Iterator[list[str]]:
    """The statements sent through the engine during the block."""
    sent: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def hall_statements(hall: Hall) -> Iterator[list[str]]:
    """The statements sent to the hall's database during the block."""
    with hall.app.app_context():
        engine = database.db.engine
    with record_statements(engine) as sent:
        yield sent


def reads(sent: list[str]) -> list[str]:
    """The reading statements, without what a process checks once a second: the feed, the site's settings."""
    checks = ("guide_counter", "FROM site_setting")
    return [
        one
        for one in sent
        if one.startswith(("SELECT", "WITH")) and not any(check in one for check in checks)
    ]


def writes(sent: list[str]) -> list[str]:
    """The writing statements."""
    return [statement for statement in sent if WRITING.match(statement)]
