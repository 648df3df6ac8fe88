"""Many rows into one table by one short statement, on either kind of database."""

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
    """The columns that the fields of a row name; raises TypeError for one that the model's table has not."""
    names = [one.name for one in fields(row)]
    unknown = sorted(set(names) - set(model.__table__.columns.keys()))
    if unknown:
        raise TypeError(f"{row.__name__}: {model.__tablename__} has no column {', '.join(unknown)}")
    return names


@dataclass(frozen=True)
class OneRow:
    """The INSERT of a single row, which gives its id back."""

    statement: Any

    @classmethod
    def of(cls, model: type[DeclarativeBase], row: type[RowType]) -> Self:
        """For rows of this dataclass; raises TypeError for an unknown column."""
        columns_of(model, row)
        table: Any = model.__table__
        return cls(insert(table).returning(table.c.id))

    def write(self, connection: Connection, row: RowType) -> int:
        """Writes the row and gives its id."""
        written: int = connection.execute(self.statement, vars(row)).scalar_one()
        return written


@dataclass(frozen=True)
class ManyRows:
    """The INSERT of any number of rows with the same columns.

    PostgreSQL takes all rows as one JSON text: the driver keeps a statement of one parameter prepared, and
    parses one that spells out every value anew each time. SQLite has no such cost and gets the values.
    """

    as_json: Any
    as_values: Any
    gives: bool

    @classmethod
    def of(cls, model: type[DeclarativeBase], *names: str, giving: Sequence[str] = ()) -> Self:
        """For these columns of the model's table; those named by `giving` come back from each row.

        Raises TypeError for a column that is written by its own rule, such as an encrypted one.
        """
        table: Any = model.__table__
        for name in names:
            kind = table.c[name].type
            if isinstance(kind, TypeDecorator) and not isinstance(kind.impl, DateTime):
                raise TypeError(f"{table.name}.{name} is written by a rule of its own")
        typed = (column(name, table.c[name].type) for name in names)
        text = cast(bindparam("rows", type_=Text()), JSON)
        given = (
            func.json_to_recordset(text).table_valued(*typed).render_derived(name="given", with_types=True)
        )
        as_json = insert(table).from_select(list(names), select(*given.c))
        given_back = [table.c[name] for name in giving]
        return cls(
            as_json.returning(*given_back) if giving else as_json,
            insert(table).returning(*(given_back or table.primary_key)),  # else each row is sent alone
            gives=bool(giving),
        )

    @classmethod
    def of_rows(cls, model: type[DeclarativeBase], row: type[RowType], *, giving: Sequence[str] = ()) -> Self:
        """For the columns that the fields of this dataclass name; raises TypeError for an unknown one."""
        return cls.of(model, *columns_of(model, row), giving=giving)

    def write_rows(self, connection: Connection, rows: Sequence[RowType]) -> Iterable[Any]:
        """As `write`, for instances of the dataclass."""
        return self.write(connection, [vars(row) for row in rows])

    def write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Iterable[Any]:
        """Writes the rows, if there are any; what they give back, in no sure order."""
        if not rows:
            return ()
        if connection.dialect.name == "postgresql":
            found = connection.execute(self.as_json, {"rows": json.dumps(rows, default=_as_text)})
        else:
            found = connection.execute(self.as_values, rows)
        return found.all() if self.gives else ()


def _as_text(value: Any) -> str:
    """A value that JSON does not know, as PostgreSQL reads it: bytes in hexadecimal, days and instants."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
