"""The limit for filing: the rows of one application, inserted repeatedly with psycopg alone."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.string import TextLoader
from sqlalchemy import MetaData, Table, create_engine

STRIDE: Final = 1_000_000
FIRST: Final = 1_000_000_000
PATIENCE: Final = 60.0
Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """One table's rows; a copy shifts the ids in `moving` columns and changes texts in `distinct` ones."""

    table: str
    rows: Sequence[Row]
    moving: frozenset[str]
    distinct: frozenset[str]

    def statement(self) -> str:
        """One INSERT statement for all rows."""
        columns = list(self.rows[0])
        one = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(columns)))
        return (
            sql.SQL("INSERT INTO {} ({}) VALUES {}")
            .format(
                sql.Identifier(self.table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
                sql.SQL(", ").join([one] * len(self.rows)),
            )
            .as_string(None)
        )

    def values(self, shift: int) -> list[Any]:
        """The statement's parameters for a copy."""
        return [
            self._value(column, value, shift, position)
            for position, row in enumerate(self.rows)
            for column, value in row.items()
        ]

    def _value(self, column: str, value: Any, shift: int, position: int) -> Any:
        if value is None:
            return None
        if column in self.moving:
            return value + shift
        return f"b{shift}-{position}" if column in self.distinct else value


def transaction_number(database: psycopg.Connection[Any]) -> int:
    """The id of a new transaction; later rows have a larger one."""
    row = database.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert row is not None
    return int(row[0])


def written_since(url: str, database: psycopg.Connection[Any], number: int) -> list[Rows]:
    """The rows inserted since that transaction, by table, referenced tables first."""
    metadata = MetaData()
    metadata.reflect(create_engine(url))
    rows_by_table: dict[str, list[Row]] = {}
    for table in metadata.sorted_tables:
        rows = _new_rows(database, table, number)
        if rows:
            rows_by_table[table.name] = rows
    return [_rows(metadata.tables[name], rows, rows_by_table) for name, rows in rows_by_table.items()]


def _new_rows(database: psycopg.Connection[Any], table: Table, number: int) -> list[Row]:
    """The table's rows since then, without attachments, which filing only updates."""
    if table.name == "attachment":
        return []
    query = sql.SQL("SELECT * FROM {} WHERE xmin::text::bigint > %s").format(sql.Identifier(table.name))
    with database.cursor(row_factory=dict_row) as cursor:
        cursor.adapters.register_loader("json", TextLoader)
        cursor.adapters.register_loader("jsonb", TextLoader)
        return cursor.execute(query, (number,)).fetchall()


def _rows(table: Table, rows: list[Row], rows_by_table: Mapping[str, list[Row]]) -> Rows:
    moving = {"id"} & set(table.columns.keys())
    for key in table.foreign_keys:
        if key.column.name == "id" and key.column.table.name in rows_by_table:
            moving.add(key.parent.name)
    distinct = {
        column.name
        for index in [*table.indexes, *table.constraints]
        if getattr(index, "unique", False) or type(index).__name__ == "UniqueConstraint"
        for column in index.columns
        if column.type.python_type is str and not column.foreign_keys
    }
    _check(table, rows, moving, rows_by_table)
    return Rows(table.name, rows, frozenset(moving), frozenset(distinct))


def _check(table: Table, rows: list[Row], moving: set[str], rows_by_table: Mapping[str, list[Row]]) -> None:
    """Check that every id to be shifted belongs to a row that is copied, too."""
    for key in table.foreign_keys:
        if key.parent.name not in moving:
            continue
        ids = {row["id"] for row in rows_by_table[key.column.table.name]}
        strangers = {row[key.parent.name] for row in rows} - ids - {None}
        if strangers:
            raise RuntimeError(f"{table.name}.{key.parent.name} points at older rows: {strangers}")


def insert_copies(conninfo: str, copied: Sequence[Rows], *, clients: int, each: int, first: int) -> float:
    """Seconds for `clients` connections, `each` transactions of all rows; copies count from `first`."""
    statements = [(rows.statement(), rows) for rows in copied]
    ready = Barrier(clients)

    def insert(client: int) -> tuple[float, float]:
        with psycopg.connect(conninfo, autocommit=True) as database:
            database.prepare_threshold = 0
            ready.wait(PATIENCE)
            started_at = time.monotonic()
            for number in range(each):
                shift = FIRST + (first + client * each + number) * STRIDE
                with database.transaction():
                    for statement, rows in statements:
                        database.execute(statement, rows.values(shift))
            return started_at, time.monotonic()

    with ThreadPoolExecutor(clients) as pool:
        spans = list(pool.map(insert, range(clients)))
    return max(end for _begin, end in spans) - min(begin for begin, _end in spans)
