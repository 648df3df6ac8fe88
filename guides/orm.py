"""Common definitions for the tables of catalogue and hall: constraint names, big ids, UTC instants, words."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING_CONVENTION: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite generates row ids only for a column of type INTEGER."""


def word_column(words: type[StrEnum], name: str, *, length: int = 32, is_checked: bool = True) -> Enum:
    """A text column for the values of the enumeration `words`, the same on both databases.

    The database refuses other values, unless `is_checked` is False: then only the code checks them.
    """
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=is_checked,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware when written, aware UTC when read; a naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError("an instant needs its time zone: a naive datetime was given")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base class of the catalogue's models."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
