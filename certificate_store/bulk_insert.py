"""Many rows into one table by one short statement, on either kind of database."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import JSON, Connection, DateTime, Text, bindparam, cast, column, func, insert, select
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


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
