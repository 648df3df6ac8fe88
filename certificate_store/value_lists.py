"""Conditions on a list of values that is one parameter, so that a statement has one text for any number.

SQLAlchemy's `IN` with an expanding parameter is built, and parsed by the database, again for each number.
"""

import json
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, ColumnElement, Dialect, String, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

TEXT: Final = String()
NUMBER: Final = BigInteger()


class ValueList(TypeDecorator[Collection[Any]]):
    """Values of one type as a parameter: an array of PostgreSQL, a JSON text for SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = ARRAY(self.item) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values)


class _IsOneOf(FunctionElement[bool]):
    """A column and a list of values."""

    type = Boolean()
    inherit_cache = True


def is_one_of(column: Any, name: str, item: TypeEngine[Any] = TEXT) -> ColumnElement[bool]:
    """Whether the column has one of the values of the parameter `name`, a collection of this type."""
    return _IsOneOf(column, bindparam(name, type_=ValueList(item)))


@compiles(_IsOneOf, "postgresql")
def _in_array(element: _IsOneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **options)} = ANY ({compiler.process(values, **options)})"


@compiles(_IsOneOf)
def _in_json(element: _IsOneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    listed = func.json_each(values).table_valued("value")
    return compiler.process(column.in_(select(listed.c.value)), **options)
