"""Fixtures of the catalogue: an engine and a session on a new catalogue of each kind."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from guides import seeding
from guides.orm import Base
from tests.support.edition_factories import (
    BUNDLE,
    GUIDE,
    EditionFactory,
    two_guides,
)
from tests.support.postgres import PostgresServer


def prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Enables foreign keys and disables syncing."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=OFF")


def engine_of(url: str) -> Engine:
    made = create_engine(url, poolclass=NullPool)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", prepare_sqlite)
    return made


def make_tables(url: str) -> None:
    made = engine_of(url)
    Base.metadata.create_all(made)
    made.dispose()


@pytest.fixture(scope="session")
def sqlite_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the catalogue's empty tables, as a template."""
    path = tmp_path_factory.mktemp("catalogue") / "empty.db"
    make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_catalogue(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a database with the catalogue's tables, emptied after each test."""
    with postgres.database() as url:
        make_tables(url)
        yield url


@pytest.fixture
def sqlite_engine(sqlite_catalogue: Path, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a new SQLite database with the catalogue's tables."""
    path = shutil.copy(sqlite_catalogue, tmp_path / "catalogue.db")
    made = engine_of(f"sqlite:///{path}")
    yield made
    made.dispose()


@pytest.fixture
def postgres_engine(postgres_catalogue: str) -> Iterator[Engine]:
    """An engine on PostgreSQL with the catalogue's tables, empty."""
    made = engine_of(postgres_catalogue)
    yield made
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with made.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    made.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on a new database of each kind with the catalogue's tables."""
    fixture = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    made: Engine = request.getfixturevalue(fixture)
    return made


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on the new database; it ends before the database is emptied."""
    with Session(engine) as opened:
        yield opened


@pytest.fixture(params=[GUIDE, BUNDLE], ids=["guide", "bundle"])
def factory(request: pytest.FixtureRequest, session: Session) -> EditionFactory[Any]:
    """Each kind of edition; for a bundle its two guides are in force."""
    if request.param is BUNDLE:
        two_guides(session)
    told: EditionFactory[Any] = request.param
    return told


@pytest.fixture(scope="session")
def city() -> Iterator[Session]:
    """The seeded divisions and agencies of the real city, read-only."""
    made = create_engine("sqlite://")
    Base.metadata.create_all(made)
    with Session(made) as opened:
        seeding.seed_places(opened)
        seeding.seed_bodies(opened)
        opened.flush()
        yield opened
    made.dispose()
