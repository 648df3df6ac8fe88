"""Fixtures for accounts: a database with divisions, without an application."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from certificate_store.encryption import KeyRing, install_keyring
from guides.models import AdministeringArea, Agency, Division
from guides.orm import Base as GuidesBase
from services_hall.database import Base, make_engine
from services_hall.identity import models
from tests.support.few_agencies import add_places

PLACES = (Division, AdministeringArea, Agency)
ROOMS = (
    models.Account,
    models.AccountPost,
    models.BrowserSession,
    models.OAuthClient,
    models.AuthorizationCode,
    models.AccessToken,
    models.SigningKey,
)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """On SQLite; on PostgreSQL too for tests that use `database_url`."""
    name = "database_url" if "database_url" in request.fixturenames else "sqlite_url"
    install_keyring(KeyRing.generate())
    engine = make_engine(request.getfixturevalue(name))
    with engine.begin() as connection:
        GuidesBase.metadata.create_all(connection, tables=[place.__table__ for place in PLACES])
        Base.metadata.create_all(connection, tables=[room.__table__ for room in ROOMS])
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        add_places(session)
        yield session
