"""Columns with encrypted values or file names, derived from the models so that the list is complete."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.orm import Session

import certificate_store.models  # noqa: F401 - each import fills the metadata below
import guides.form_files
import guides.models  # noqa: F401 - the same
import services_hall.agency_systems.models
import services_hall.applications.models
import services_hall.audit.models
import services_hall.identity.models
import services_hall.jobs.models
import services_hall.notices.models
import services_hall.published_settings
import services_hall.supervision.models  # noqa: F401 - the same
from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from certificate_store.orm import Base as StoreBase
from guides.orm import Base as GuidesBase
from services_hall.database import Base, certificate_transaction, end_reading, reading, transaction

SEALED_TYPES: Final = (EncryptedText, EncryptedJson)
FILE_NAME: Final = "file_name"


class DatabaseName(StrEnum):
    """The database of a table."""

    HALL = "hall"
    STORE = "certificates"


METADATA: Final[tuple[tuple[DatabaseName, MetaData], ...]] = (
    (DatabaseName.HALL, GuidesBase.metadata),
    (DatabaseName.HALL, Base.metadata),
    (DatabaseName.STORE, StoreBase.metadata),
)


@dataclass(frozen=True)
class TableColumns:
    """Selected columns of one table; each is identified by its key in the table."""

    place: DatabaseName
    table: Table
    names: tuple[str, ...]

    @property
    def key(self) -> tuple[Column[Any], ...]:
        """The primary key columns, which define the reading order."""
        return tuple(self.table.primary_key)

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """The selected columns."""
        return tuple(self.table.c[name] for name in self.names)


@contextmanager
def write_transaction(place: DatabaseName) -> Iterator[Session]:
    """A write transaction on the database of such a table."""
    opening = transaction if place is DatabaseName.HALL else certificate_transaction
    with opening() as session:
        yield session


@contextmanager
def read_session(place: DatabaseName) -> Iterator[Session]:
    """A read-only session on the database of such a table; ends its previous read transaction first."""
    if place is DatabaseName.STORE:
        with certificate_transaction() as store:
            yield store
        return
    end_reading()
    try:
        yield reading()
    finally:
        end_reading()


def encrypted_value_columns() -> Iterator[TableColumns]:
    """All columns whose values are encrypted with the key ring, by table."""
    return _tables_with(lambda column: isinstance(column.type, SEALED_TYPES))


def associated_data(column: Column[Any]) -> str:
    """The place, `table.column`, for which the values of an encrypted column are encrypted."""
    kind = column.type
    if not isinstance(kind, SEALED_TYPES):
        raise TypeError(f"{column} is not encrypted")
    return kind.associated


def file_columns() -> Iterator[TableColumns]:
    """All columns with names of encrypted files: called `file_name` or with that ending."""
    return _tables_with(lambda column: column.name == FILE_NAME or column.name.endswith(f"_{FILE_NAME}"))


def _tables_with(is_one: Callable[[Column[Any]], bool]) -> Iterator[TableColumns]:
    for place, metadata in METADATA:
        for table in metadata.sorted_tables:
            names = tuple(column.key for column in table.columns if is_one(column))
            if names:
                yield TableColumns(place, table, names)
