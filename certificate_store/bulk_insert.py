"""Bulk INSERT statements for PostgreSQL and SQLite."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Protocol, Self

from sqlalchemy import JSON, Connection, DateTime, Text, bindparam, cast, column, func, insert, select
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


class RowType(Protocol):
    """A frozen dataclass whose fields are columns of one table."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def columns_of(model: type[DeclarativeBase], row: type[RowType]) -> list[str]:
    """The column names for the fields of a row class; raises TypeError for a field without a column."""
    names = [one.name for one in fields(row)]
    unknown = sorted(set(names) - set(model.__table__.columns.keys()))
    if unknown:
        raise TypeError(f"{row.__name__}: {model.__tablename__} has no column {', '.join(unknown)}")
    return names


@dataclass(frozen=True)
class OneRow:
    """The INSERT statement for a single row, or a few whose columns may be encrypted; returns the new ids."""

    statement: Any

    @classmethod
    def of(cls, model: type[DeclarativeBase], row: type[RowType]) -> Self:
        """The statement for rows of this dataclass; raises TypeError for an unknown column."""
        columns_of(model, row)
        table: Any = model.__table__
        return cls(insert(table).returning(table.c.id))

    def write(self, connection: Connection, row: RowType) -> int:
        """Insert the row and return its id."""
        written: int = connection.execute(self.statement, vars(row)).scalar_one()
        return written

    def write_few(self, connection: Connection, rows: Sequence[RowType]) -> Sequence[int]:
        """Insert the rows with one statement and return their ids, in no defined order."""
        written = connection.execute(self.statement, [vars(row) for row in rows])
        return written.scalars().all()


@dataclass(frozen=True)
class ManyRows:
    """The INSERT statement for any number of rows with the same columns.

    PostgreSQL receives all rows as one JSON parameter, so the driver can reuse a prepared statement; a
    statement with one parameter per value would be parsed again for every number of rows. SQLite has no such
    cost and receives the values.
    """

    as_json: Any
    as_values: Any
    gives: bool

    @classmethod
    def of(cls, model: type[DeclarativeBase], *names: str, giving: Sequence[str] = ()) -> Self:
        """The statement for these columns of the model's table; `giving` names the columns to return.

        Raises TypeError for a column with its own bind processing, such as an encrypted one.
        """
        table: Any = model.__table__
        for name in names:
            kind = table.c[name].type
            if isinstance(kind, TypeDecorator) and not isinstance(kind.impl, DateTime):
                raise TypeError(f"{table.name}.{name} is written by a rule of its own")
        typed = (column(name, table.c[name].type) for name in names)
        text = cast(bindparam("rows", type_=Text()), JSON)
        new_rows = (
            func.json_to_recordset(text).table_valued(*typed).render_derived(name="new_rows", with_types=True)
        )
        as_json = insert(table).from_select(list(names), select(*new_rows.c))
        returned = [table.c[name] for name in giving]
        return cls(
            as_json.returning(*returned) if giving else as_json,
            # without RETURNING, each row would be sent in its own statement
            insert(table).returning(*(returned or table.primary_key)),
            gives=bool(giving),
        )

    @classmethod
    def of_rows(cls, model: type[DeclarativeBase], row: type[RowType], *, giving: Sequence[str] = ()) -> Self:
        """The statement for the fields of this dataclass; raises TypeError for an unknown column."""
        return cls.of(model, *columns_of(model, row), giving=giving)

    def write_rows(self, connection: Connection, rows: Sequence[RowType]) -> Iterable[Any]:
        """Like `write`, for instances of the dataclass."""
        return self.write(connection, [vars(row) for row in rows])

    def write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Iterable[Any]:
        """Insert the rows, if any; returns the requested columns of each row, in no defined order."""
        if not rows:
            return ()
        if connection.dialect.name == "postgresql":
            result = connection.execute(self.as_json, {"rows": json.dumps(rows, default=_as_text)})
        else:
            result = connection.execute(self.as_values, rows)
        return result.all() if self.gives else ()


def _as_text(value: Any) -> str:
    """A value without a JSON type in PostgreSQL's input format: hexadecimal bytes, ISO dates and instants."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
