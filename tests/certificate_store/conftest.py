"""Fixtures for the store: databases, sample types and holders, and one certificate PDF for all tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from certificate_store.encryption import KeyRing
from certificate_store.holders import Holder, IdentifierType
from certificate_store.models import Certificate
from certificate_store.orm import Base
from tests.support.certificates import (
    SignedPage,
    fill_store,
    installed_key_ring,
    make_issuer,
    make_signed_page,
    make_store_engine,
    register_types,
)
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="session")
def own_ring() -> KeyRing:
    return KeyRing.generate()


@pytest.fixture(autouse=True)
def key_ring(own_ring: KeyRing) -> Iterator[KeyRing]:
    """A key ring for the tests."""
    with installed_key_ring(own_ring):
        yield own_ring


@pytest.fixture
def session() -> Iterator[Session]:
    """A session on a new SQLite database in memory with the sample types."""
    engine = make_store_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        register_types(session)
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> Iterator[str]:
    """The name of a PostgreSQL template database with the store's tables and the sample types."""
    with postgres.database() as url:
        engine = make_store_engine(url)
        fill_store(engine)
        engine.dispose()
        yield str(engine.url.database)


@pytest.fixture
def postgres_engine(postgres: PostgresServer, postgres_template: str) -> Iterator[Engine]:
    with postgres.database(postgres_template) as url:
        engine = make_store_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_store_engine(f"sqlite:///{tmp_path / 'certificates.db'}")
    fill_store(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A new database of each kind with the sample types, for tests that depend on SQL."""
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    return engine


@pytest.fixture
def any_session(engine: Engine) -> Iterator[Session]:
    """A session on each kind of database."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def zhang() -> Holder:
    return Holder("张三", IdentifierType.IDENTITY_CARD, "420102199001011236")


@pytest.fixture
def li() -> Holder:
    return Holder("李四", IdentifierType.IDENTITY_CARD, "420102199102021230")


@pytest.fixture
def issue_one(zhang: Holder) -> Callable[..., Certificate]:
    return make_issuer(zhang)


@pytest.fixture(scope="session")
def papers(own_ring: KeyRing) -> SignedPage:
    """The page that all PDF tests use; it is rendered once."""
    engine = make_store_engine("sqlite://")
    with installed_key_ring(own_ring):
        fill_store(engine)
        with Session(engine) as session:
            made = make_signed_page(session)
    engine.dispose()
    return made
