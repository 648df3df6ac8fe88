"""Fixtures of the catalogue's tests: an engine and a session on a fresh catalogue of each kind."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from guides.tables import Base


def enforce_foreign_keys(connection: DBAPIConnection, _record: object) -> None:
    connection.cursor().execute("PRAGMA foreign_keys=ON")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database with the catalogue's tables."""
    made = create_engine(database_url, poolclass=NullPool)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", enforce_foreign_keys)
    Base.metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened
