"""Copies of one filed case by SQL: a tenth of them at its own agency, and a hundredth of all still open."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import psycopg

FIRST: Final = 100_000_000
"""Ids of copies begin above it."""
BLOCK: Final = 100
"""Ids of the copies of one row in a table of several rows a case."""

DECIDED: Final = "(i % 100 <> 0)"
OWN: Final = "i % 10 = 0"
RECEIVED_AT: Final = "now() - i * interval '1 second'"
COPIES: Final[dict[str, dict[str, str]]] = {
    "application": {
        "id": "%(first)s + i",
        "public_id": "'bench' || i",
        "idempotency_key": "'bench' || i",
        "holder_index": "sha256(int8send(i))",
        "holder_name_index": "sha256(int8send(i))",
    },
    "application_party": {
        "id": "%(first)s + i",
        "application_id": "%(first)s + i",
        "holder_index": "sha256(int8send(i))",
    },
    "application_item": {"id": "%(first)s + i", "application_id": "%(first)s + i"},
    "agency_case": {
        "id": "%(first)s + i",
        "public_id": "'bench' || i",
        "application_id": "%(first)s + i",
        "application_item_id": "%(first)s + i",
        "agency_code": f"CASE WHEN {OWN} THEN row.agency_code ELSE %(other)s END",
        "state": f"CASE WHEN {DECIDED} THEN 'granted' ELSE 'received' END",
        "outcome": f"CASE WHEN {DECIDED} THEN 'granted' END",
        "received_at": RECEIVED_AT,
        "acceptance_due_on": "current_date + 4 - (i % 7)::int",
        "accepted_at": f"CASE WHEN {DECIDED} THEN {RECEIVED_AT} END",
        "decided_at": f"CASE WHEN {DECIDED} THEN {RECEIVED_AT} END",
    },
    "case_event": {"id": "%(first)s + i", "case_id": "%(first)s + i"},
    "requirement": {
        "id": f"%(first)s + i * {BLOCK} + row.place",
        "application_item_id": "%(first)s + i",
    },
    "case_step": {"id": f"%(first)s + i * {BLOCK} + row.place", "case_id": "%(first)s + i"},
}
"""For each table the expressions of the columns that differ from the copied row; `i` counts from 1."""

SOURCES: Final = {
    "application": "id = (SELECT application_id FROM agency_case WHERE id = %(case)s)",
    "application_party": (
        "position = 1 AND application_id = (SELECT application_id FROM agency_case WHERE id = %(case)s)"
    ),
    "application_item": "id = (SELECT application_item_id FROM agency_case WHERE id = %(case)s)",
    "agency_case": "id = %(case)s",
    "case_event": "case_id = %(case)s",
    "requirement": (
        "application_item_id = (SELECT application_item_id FROM agency_case WHERE id = %(case)s)"
    ),
    "case_step": "case_id = %(case)s",
}
"""The rows of each table that are copied."""

OWN_ONLY: Final = frozenset({"requirement", "case_step"})
"""Tables of several rows a case, copied for the cases of the measured agency alone."""


@dataclass(frozen=True)
class CopiedCases:
    """The copies: the day on which they were filed, and their position in their applications."""

    filed_on: date
    position: int


def copy_case(database: psycopg.Connection[Any], item_code: str, count: int) -> CopiedCases:
    """Copy the newest case of an item `count` times, with its application, item, event, materials and steps.

    The rows are copied without checks of their foreign keys, and the indexes are built afterwards: a million
    cases take two to three minutes instead of a quarter of an hour.
    """
    row = database.execute(
        "SELECT id, agency_code, filed_on, position FROM agency_case"
        " WHERE item_code = %s ORDER BY id DESC LIMIT 1",
        [item_code],
    ).fetchone()
    assert row is not None
    case_id, own, filed_on, position = row
    other = database.execute("SELECT code FROM agency WHERE code <> %s LIMIT 1", [own]).fetchone()
    assert other is not None
    values = {"first": FIRST, "other": other[0], "case": case_id, "count": count}
    with _bulk_load(database):
        for table in COPIES:
            database.execute(_statement(database, table), values)
    database.commit()
    database.autocommit = True
    database.execute("VACUUM ANALYZE")
    database.execute("CHECKPOINT")
    return CopiedCases(filed_on, position)


@contextmanager
def _bulk_load(database: psycopg.Connection[Any]) -> Iterator[None]:
    """Without triggers and without the indexes that no constraint uses, which are built at the end."""
    database.execute("SET maintenance_work_mem = '256MB'")
    database.execute("SET session_replication_role = replica")
    indexes = database.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND schemaname = 'public'"
        " AND to_regclass(indexname) NOT IN (SELECT conindid FROM pg_constraint WHERE conindid <> 0)",
        [list(COPIES)],
    ).fetchall()
    for name, _definition in indexes:
        database.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        database.execute(definition)
    database.execute("SET session_replication_role = origin")


def _statement(database: psycopg.Connection[Any], table: str) -> str:
    """One INSERT from the columns of the copied rows and the expressions of those that differ."""
    rows = database.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
        [table],
    )
    columns = [str(name) for (name,) in rows]
    expressions = [COPIES[table].get(name, f"row.{name}").replace("i % ", "i %% ") for name in columns]
    only = f" WHERE {OWN}".replace("i % ", "i %% ") if table in OWN_ONLY else ""
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(expressions)}"
        f" FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM {table}"
        f" WHERE {SOURCES[table]}) AS row,"
        f" generate_series(1, %(count)s) AS i{only}"
    )
