"""Migration environment: one history for two databases, with upgrades and downgrades for both."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from alembic import context
from sqlalchemy import Connection, MetaData

import certificate_store.models  # noqa: F401 - fills the store's metadata
import services_hall.app
import services_hall.audit.models
import services_hall.jobs.models  # noqa: F401 - wiring fills the hall's metadata; no page imports these two rooms
from certificate_store.orm import Base as StoreBase
from guides.orm import Base as GuidesBase
from services_hall.database import Base as HallBase
from services_hall.runtime.schema_upgrade import whole_schema
from services_hall.runtime.schema_version import ENGINES, migration_engine, url_of, version_table
from services_hall.settings import Settings


class Tables(list[MetaData]):
    """Several metadata with the same naming convention, which Alembic reads from the list."""

    naming_convention = HallBase.metadata.naming_convention


METADATA: dict[str, Tables] = {
    "hall": Tables([GuidesBase.metadata, HallBase.metadata]),
    "certificates": Tables([StoreBase.metadata]),
}


def is_ours(name: str, engine: str) -> bool:
    """Whether a table found in the database belongs to this engine's models."""
    others = {
        table for key, found in METADATA.items() if key != engine for data in found for table in data.tables
    }
    return name not in others and not name.startswith("alembic_version_")


def configure(engine: str, connection: Connection) -> None:
    """Points Alembic at one of the two databases."""
    context.configure(
        connection=connection,
        target_metadata=METADATA[engine],
        upgrade_token=f"{engine}_upgrades",
        downgrade_token=f"{engine}_downgrades",
        version_table=version_table(engine),
        include_name=lambda name, kind, _parents: kind != "table" or is_ours(name or "", engine),
        render_as_batch=True,
        transactional_ddl=True,
        compare_server_default=True,
        user_module_prefix=None,
        render_item=render_item,
    )


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Renders the project's column types as the types that the database stores."""
    if kind == "type" and type(item).__module__.split(".")[0] in {
        "guides",
        "certificate_store",
        "services_hall",
    }:
        return f"sa.{item.impl!r}"  # type: ignore[attr-defined]  # a TypeDecorator
    return False


@contextmanager
def both(settings: Settings) -> Iterator[dict[str, Connection]]:
    """A transaction on each database; both are committed after success, otherwise both are rolled back."""
    with ExitStack() as stack:
        connections = {}
        for name in ENGINES:
            engine = migration_engine(url_of(settings, name))
            stack.callback(engine.dispose)
            connections[name] = stack.enter_context(engine.connect())
        with ExitStack() as transactions:
            for connection in connections.values():
                transactions.enter_context(connection.begin())
            yield connections


def run() -> None:
    """Migrates both databases, or compares both with the models."""
    settings = context.config.attributes.get("settings") or Settings.read()
    with both(settings) as connections:
        for name, connection in connections.items():
            configure(name, connection)
            with whole_schema(connection):
                context.run_migrations(engine_name=name)


if context.is_offline_mode():
    raise SystemExit("offline migrations are not supported: the databases must be reachable")
run()
