"""The version of both databases' schema, and what this program expects, without loading Alembic."""

import re
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, NullPool, column, create_engine, event, inspect, select
from sqlalchemy import table as sql_table
from sqlalchemy.engine import Connection, make_url

from services_hall.settings import Settings

ROOT: Final = Path(__file__).resolve().parents[2]

ENGINES: Final = ("hall", "certificates")
REVISION_LINE: Final = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)


class MigrationsMissing(Exception):
    """The folder with the migrations is not where the program lies."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no migrations in {folder}; run from a checkout (`pip install -e .`)")


def pending_migrations(settings: Settings) -> list[str]:
    """The names of the databases whose schema is older or newer than this program; empty when all is well."""
    wanted = {newest_revision()}
    return [name for name in ENGINES if current_revisions(settings, name) != wanted]


def newest_revision() -> str:
    """The last revision of the one history, read from the files: Alembic itself costs a process 11 MB."""
    names: dict[str, set[str]] = {"revision": set(), "down_revision": set()}
    for path in migrations_folder().glob("versions/*.py"):
        for name, revision in REVISION_LINE.findall(path.read_text(encoding="utf-8")):
            names[name].add(revision)
    (newest,) = names["revision"] - names["down_revision"]
    return newest


def migrations_folder() -> Path:
    """The folder of this checkout that holds the migrations; raises MigrationsMissing."""
    folder = ROOT / "migrations"
    if not (folder / "env.py").is_file():
        raise MigrationsMissing(folder)
    return folder


def current_revisions(settings: Settings, name: str) -> set[str]:
    """The revision of a database's schema; none where nothing was migrated yet."""
    engine, table = migration_engine(url_of(settings, name)), version_table(name)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(table):
                return set()
            return set(connection.scalars(select(column("version_num")).select_from(sql_table(table))))
    finally:
        engine.dispose()


def version_table(name: str) -> str:
    """Each database keeps its own place in the one history, also when both are the same server."""
    return f"alembic_version_{name}"


def url_of(settings: Settings, name: str) -> str:
    """The URL of the database called `name` in ENGINES."""
    return settings.database_url if name == "hall" else settings.certificates_database_url


def migration_engine(url: str) -> Engine:
    """An engine for the schema: on SQLite without foreign keys, so a rebuilt table empties no child."""
    if make_url(url).drivername != "sqlite":
        return create_engine(url, poolclass=NullPool)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 20, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: object, _record: object) -> None:
        for pragma in ("foreign_keys=OFF", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # a DBAPI connection

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
