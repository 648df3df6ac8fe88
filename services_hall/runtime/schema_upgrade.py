"""Schema upgrades of both databases, by one process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.engine import Connection, make_url

from services_hall.runtime.schema_version import ROOT, migrations_folder
from services_hall.settings import Settings

LOCK_NUMBER: Final = 7_205_318_411


class ForeignKeysBroken(Exception):
    """A migration left rows with dangling references; it was rolled back."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(
            f"the migration would leave broken references in {', '.join(tables)}; nothing was changed"
        )


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Upgrade both databases to `revision`, under a lock shared by all nodes."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _migration_lock(settings):
        command.upgrade(configuration(settings), revision)


def downgrade(settings: Settings, revision: str) -> None:
    """Downgrade both databases to `revision`, under the same lock."""
    with _migration_lock(settings):
        command.downgrade(configuration(settings), revision)


def configuration(settings: Settings | None) -> Config:
    """Alembic's configuration, with the folder of this checkout and the site's settings."""
    folder = migrations_folder()
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(folder))
    config.attributes["settings"] = settings
    return config


@contextmanager
def whole_schema(connection: Connection) -> Iterator[None]:
    """On SQLite: restore triggers that a rebuilt table has lost, and check all foreign keys."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = _triggers(connection)
    with _dropped_triggers(connection) as dropped:
        yield
    after, tables = _triggers(connection), _tables(connection)
    for name, (table, statement) in before.items():
        if name not in after and name not in dropped and table in tables:
            connection.exec_driver_sql(statement)
    broken = sorted({str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
    if broken:
        raise ForeignKeysBroken(broken)


@contextmanager
def _dropped_triggers(connection: Connection) -> Iterator[set[str]]:
    """Collects the names of the triggers that a migration drops on purpose while the block runs."""
    names: set[str] = set()

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        words = statement.replace('"', " ").split()
        if [word.upper() for word in words[:2]] == ["DROP", "TRIGGER"]:
            names.add(words[-1])

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield names
    finally:
        event.remove(connection, "before_cursor_execute", note)


def _triggers(connection: Connection) -> dict[str, tuple[str, str]]:
    rows = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: (table, statement) for name, table, statement in rows}


def _tables(connection: Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows}


@contextmanager
def _migration_lock(settings: Settings) -> Iterator[None]:
    """Allow one migrating process: a lock on the data folder, and on PostgreSQL an advisory lock."""
    descriptor = os.open(settings.data_dir / "migrate.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with _server_lock(settings.database_url):
            yield
    finally:
        os.close(descriptor)


@contextmanager
def _server_lock(url: str) -> Iterator[None]:
    if make_url(url).drivername == "sqlite":
        yield
        return
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": LOCK_NUMBER})
        yield
