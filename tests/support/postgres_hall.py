"""The complete hall on either kind of database; PostgreSQL is also seeded once and copied."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.engine import make_url

from tests.support.hall import Hall, open_hall, seed_databases
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="session")
def seeded_postgres(
    postgres: PostgresServer, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a template database with divisions, samples, demo persons and certificates."""
    folder = tmp_path_factory.mktemp("seeded-postgres")
    with postgres.database() as url:
        with open_hall(folder, hall_keyring, database_url=url, certificates_database_url=url) as hall:
            seed_databases(hall)
        yield make_url(url).database or ""


@pytest.fixture
def postgres_hall(
    postgres: PostgresServer, seeded_postgres: str, hall_keyring: str, tmp_path: Path
) -> Iterator[Hall]:
    """The hall on a copy of the seeded PostgreSQL database, which also contains the store."""
    folder = tmp_path / "hall"
    (folder / "files").mkdir(parents=True)
    with (
        postgres.database(template=seeded_postgres) as url,
        open_hall(folder, hall_keyring, database_url=url, certificates_database_url=url) as hall,
    ):
        yield hall


@pytest.fixture(params=["sqlite", "postgresql"])
def either_hall(request: pytest.FixtureRequest) -> Hall:
    """The hall on SQLite and then on PostgreSQL."""
    name = "hall" if request.param == "sqlite" else "postgres_hall"
    found: Hall = request.getfixturevalue(name)
    return found


on_postgresql: Final = pytest.mark.parametrize("either_hall", ["postgresql"], indirect=True)
"""For a long story whose steps have tests on either database: it is told on PostgreSQL only."""
