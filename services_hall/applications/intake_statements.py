"""The statements of filing, built once: rows go in by one INSERT a table."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import JSON, Connection, Text, bindparam, cast, column, func, insert, select, update
from sqlalchemy.orm import DeclarativeBase

from services_hall.applications.models import (
    Application,
    ApplicationItem,
    Attachment,
    Case,
    CaseEvent,
    CaseWait,
    Paper,
    Requirement,
    Step,
)

Statements = Mapping[str, Any]


def _rows(model: type[DeclarativeBase], *names: str, giving: Sequence[str] = ()) -> Statements:
    """By kind of database, the INSERT of any number of rows with these columns; `giving` come back.

    PostgreSQL takes all rows as one JSON text: the driver keeps a statement of one parameter prepared, and
    parses one that spells out hundreds anew each time.
    """
    table: Any = model.__table__
    typed = (column(name, table.c[name].type) for name in names)
    text = cast(bindparam("rows", type_=Text()), JSON)
    given = func.json_to_recordset(text).table_valued(*typed).render_derived(name="given", with_types=True)
    as_json = insert(table).from_select(list(names), select(*given.c))
    given_back = [table.c[name] for name in giving]
    return {
        "postgresql": as_json.returning(*given_back) if giving else as_json,
        "sqlite": insert(table).returning(*(given_back or table.primary_key)),  # else each is sent alone
    }


def write(connection: Connection, statements: Statements, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Writes the rows, if there are any; the result, from which what the statement gives can be read."""
    if not rows:
        return ()
    kind = connection.dialect.name
    values = {"rows": json.dumps(rows, default=str)} if kind == "postgresql" else rows
    return connection.execute(statements[kind], values)


_FILES: Final[Any] = Attachment.__table__
APPLICATION: Final = insert(Application.__table__).returning(Application.__table__.c.id)  # type: ignore[arg-type]
ITEMS: Final = _rows(
    ApplicationItem, "application_id", "position", "item_id", "edition_id", giving=("position", "id")
)
REQUIREMENTS: Final = _rows(
    Requirement,
    "application_item_id",
    "edition_id",
    "material_key",
    "name",
    "met_by",
    "attachment_id",
    "certificate_type",
    "certificate_identifier",
    "proved_at",
)
CASES: Final = _rows(
    Case,
    "public_id",
    "application_id",
    "application_item_id",
    "position",
    "filed_on",
    "item_code",
    "item_name",
    "agency_code",
    "division_code",
    "implementation_id",
    "state",
    "is_by_commitment",
    "received_at",
    "acceptance_due_on",
    "is_due_provisional",
    giving=("position", "id"),
)
EVENTS: Final = _rows(CaseEvent, "case_id", "action", "new_state", "actor_id", "on_behalf_of_id", "at")
STEPS: Final = _rows(Step, "case_id", "position", "key", "name", "kind", "started_at", "finished_at")
WAITS: Final = _rows(CaseWait, "case_id", "waits_for_id")
PAPER: Final = insert(Paper.__table__).returning(Paper.__table__.c.id)  # type: ignore[arg-type]
TAKE_FILES: Final = (
    update(_FILES)
    .where(_FILES.c.id.in_(bindparam("wanted", expanding=True)), _FILES.c.application_id.is_(None))
    .values(application_id=bindparam("taken_by"))
    .returning(_FILES.c.id)
)
FILED_BEFORE: Final = select(Application.id, Application.filed_on, Application.request_hash).where(
    Application.filed_by_id == bindparam("filed_by"), Application.idempotency_key == bindparam("key")
)
