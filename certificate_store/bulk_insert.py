"""Bulk INSERT statements for PostgreSQL and SQLite, compiled once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, ClassVar, Final, Protocol, Self

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    insert,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

_PSYCOPG: Final = make_url("postgresql+psycopg://").get_dialect()()
_ROWS: Final = "rows"


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
class ManyRows:
    """The INSERT statement for any number of rows with the same columns.

    PostgreSQL receives all rows as one JSON parameter, so that the driver can reuse a prepared statement; a
    statement with one parameter per value would be parsed again for every number of rows. Its text is
    compiled once, because building a statement costs SQLAlchemy more than sending it. SQLite has no such cost
    and receives the values. Columns may be encrypted.
    """

    as_json: Any
    as_values: Any
    gives: bool
    converted: Mapping[str, TypeDecorator[Any]]
    """The columns whose type converts the values, by name."""
    defaults: Mapping[str, Any]
    """The values of columns that the rows leave out."""

    @classmethod
    def of(cls, model: type[DeclarativeBase], *names: str, giving: Sequence[str] = ()) -> Self:
        """The statement for these columns of the model's table; `giving` names the columns to return."""
        table: Any = model.__table__
        returned = [table.c[name] for name in giving]
        defaults = {
            one.name: one.default.arg
            for one in table.columns
            if one.name not in names and one.default is not None and one.default.is_scalar
        }
        written = [*names, *defaults]
        as_json = insert(table).from_select(written, _new_rows(table, written), include_defaults=False)
        return cls(
            as_json.returning(*returned) if giving else as_json,
            # without RETURNING, each row would be sent in its own statement
            insert(table).returning(*(returned or table.primary_key)),
            gives=bool(giving),
            converted={name: kind for name in names if (kind := _converting(table.c[name].type)) is not None},
            defaults=defaults,
        )

    @classmethod
    def of_rows(cls, model: type[DeclarativeBase], row: type[RowType], *, giving: Sequence[str] = ()) -> Self:
        """The statement for the fields of this dataclass; raises TypeError for an unknown column."""
        return cls.of(model, *columns_of(model, row), giving=giving)

    def write_row(self, connection: Connection, row: RowType) -> Any:
        """Insert one row; returns its requested columns."""
        [written] = self.write_rows(connection, [row])
        return written

    def write_rows(self, connection: Connection, rows: Sequence[RowType]) -> Iterable[Any]:
        """Like `write`, for instances of the dataclass."""
        return self.write(connection, [vars(row) for row in rows])

    def write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Iterable[Any]:
        """Insert the rows, if any; returns the requested columns of each row, in no defined order."""
        if not rows:
            return ()
        if connection.dialect.name == "postgresql":
            parameters = {_ROWS: self._json(rows, connection.dialect)}
            result = connection.exec_driver_sql(self._text_for_json, parameters)
        else:
            result = connection.execute(self.as_values, rows)
        return result.all() if self.gives else ()

    @cached_property
    def _text_for_json(self) -> str:
        return str(self.as_json.compile(dialect=_PSYCOPG))

    def _json(self, rows: Sequence[Mapping[str, Any]], dialect: Dialect) -> str:
        converted = [
            {
                **self.defaults,
                **row,
                **{
                    name: kind.process_bind_param(row[name], dialect) for name, kind in self.converted.items()
                },
            }
            for row in rows
        ]
        return json.dumps(converted, default=_as_text)


def _new_rows(table: Table, names: Sequence[str]) -> Any:
    typed = (column(name, table.c[name].type) for name in names)
    text = cast(bindparam(_ROWS, type_=Text()), JSON)
    new_rows = func.json_to_recordset(text).table_valued(*typed)
    return select(*new_rows.render_derived(name="new_rows", with_types=True).c)


def _converting(kind: TypeEngine[Any]) -> TypeDecorator[Any] | None:
    """The type, if it converts a value to another one than PostgreSQL reads from JSON by itself."""
    return kind if isinstance(kind, TypeDecorator) and not isinstance(kind.impl, DateTime) else None


def _as_text(value: Any) -> str:
    """A value without a JSON type in PostgreSQL's input format: hexadecimal bytes, ISO dates and instants."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
