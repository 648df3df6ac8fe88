"""One history for both databases: up, down and up again; the tables equal those of the models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, NullPool, String, create_engine, inspect, text

import certificate_store.models  # noqa: F401 - fills the store's metadata
import services_hall.app
import services_hall.jobs.models  # noqa: F401 - wiring fills the hall's metadata
from certificate_store.orm import Base as StoreBase
from guides.orm import Base as GuidesBase
from services_hall.database import Base as HallBase
from services_hall.runtime import schema_upgrade
from services_hall.runtime.schema_upgrade import ForeignKeysBroken, whole_schema
from services_hall.runtime.schema_version import (
    ENGINES,
    migration_engine,
    newest_revision,
    pending_migrations,
    url_of,
)
from services_hall.settings import Settings
from tests.support.database_schema import schema_parts
from tests.support.postgres import PostgresServer
from tests.support.small_hall import settings_for

METADATA: dict[str, list[MetaData]] = {
    "hall": [GuidesBase.metadata, HallBase.metadata],
    "certificates": [StoreBase.metadata],
}


@pytest.fixture(params=["sqlite", "postgresql", "postgresql-shared"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A site on SQLite, on two PostgreSQL databases, and on one that contains both hall and store."""
    if request.param == "sqlite":
        yield settings_for(tmp_path, f"sqlite:///{tmp_path / 'hall.db'}")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as hall, server.database() as store:
        url = hall if request.param == "postgresql-shared" else store
        yield settings_for(tmp_path, hall, certificates_database_url=url)


def test_the_newest_revision_is_the_one_head_that_alembic_knows(tmp_path: Path) -> None:
    script = ScriptDirectory.from_config(schema_upgrade.configuration(settings_for(tmp_path, "sqlite://")))
    assert script.get_heads() == [newest_revision()]


def test_up_down_and_up_again(site: Settings) -> None:
    assert pending_migrations(site) == ["hall", "certificates"]
    schema_upgrade.upgrade(site)
    assert pending_migrations(site) == []
    first = {name: schema_parts(url_of(site, name)) for name in ENGINES}
    schema_upgrade.downgrade(site, "base")
    assert pending_migrations(site) == ["hall", "certificates"]
    for name in ENGINES:
        assert tables(url_of(site, name)) <= {f"alembic_version_{engine}" for engine in ENGINES}
    schema_upgrade.upgrade(site)
    assert {name: schema_parts(url_of(site, name)) for name in ENGINES} == first


@pytest.mark.parametrize("name", ENGINES)
def test_the_migrated_schema_is_that_of_the_models(
    name: str, tmp_path: Path, database_url: str, postgres: PostgresServer
) -> None:
    is_sqlite = database_url.startswith("sqlite")
    site = settings_for(tmp_path, database_url)
    if not is_sqlite:
        site = settings_for(tmp_path, database_url, certificates_database_url=database_url)
    schema_upgrade.upgrade(site)
    migrated = schema_parts(url_of(site, name))
    with postgres.database() as other:
        made_url = f"sqlite:///{tmp_path / 'made.db'}" if is_sqlite else other
        engine = create_engine(made_url, poolclass=NullPool)
        for metadata in METADATA[name]:
            metadata.create_all(engine)
        made = schema_parts(made_url)
    assert {part for part in migrated if part[0] in {table for table, _ in made}} == made
    if is_sqlite:
        assert migrated == made


def test_a_rebuilt_table_keeps_its_children_and_its_triggers(tmp_path: Path) -> None:
    with migrated_family(tmp_path) as engine, engine.begin() as connection, whole_schema(connection):
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("parent", recreate="always") as batch:
            batch.alter_column("name", type_=String(50))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM child")) == 1
        triggers = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        assert set(triggers) == {"kept"}


def test_a_trigger_that_a_migration_drops_stays_away(tmp_path: Path) -> None:
    with migrated_family(tmp_path) as engine, engine.begin() as connection, whole_schema(connection):
        connection.exec_driver_sql('DROP TRIGGER "kept"')
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")) == 0


def test_a_migration_that_breaks_references_changes_nothing(tmp_path: Path) -> None:
    with migrated_family(tmp_path) as engine:
        with (
            pytest.raises(ForeignKeysBroken, match="child"),
            engine.begin() as connection,
            whole_schema(connection),
        ):
            connection.exec_driver_sql("DELETE FROM parent")
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM parent")) == 1


class migrated_family:  # noqa: N801 - reads as a function
    """An engine with a parent table, a dependent child table, and a trigger."""

    def __init__(self, folder: Path) -> None:
        self.engine = migration_engine(f"sqlite:///{folder / 'family.db'}")

    def __enter__(self) -> Engine:
        with self.engine.begin() as connection:
            for statement in (
                "CREATE TABLE parent (id INTEGER PRIMARY KEY, name VARCHAR(20))",
                "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id REFERENCES parent ON DELETE CASCADE)",
                "CREATE TRIGGER kept BEFORE DELETE ON parent WHEN old.id > 9"
                " BEGIN SELECT RAISE(ABORT, 'no'); END",
                "INSERT INTO parent VALUES (1, 'one')",
                "INSERT INTO child VALUES (1, 1)",
            ):
                connection.exec_driver_sql(statement)
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()


def tables(url: str) -> set[str]:
    engine = create_engine(url, poolclass=NullPool)
    return set(inspect(engine).get_table_names())
