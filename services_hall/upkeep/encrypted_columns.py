"""Columns that hold sealed values or name files, told by the models themselves, so that none is forgotten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.orm import Session

import certificate_store.models  # noqa: F401 - each fills the metadata below
import guides.models  # noqa: F401 - the same
import services_hall.applications.models
import services_hall.audit.models
import services_hall.identity.models
import services_hall.jobs.models  # noqa: F401 - the same
from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from certificate_store.orm import Base as StoreBase
from guides.orm import Base as GuidesBase
from services_hall.database import Base, certificate_transaction, end_reading, reading, transaction

SEALED_TYPES: Final = (EncryptedText, EncryptedJson)
FILE_NAME: Final = "file_name"


class Place(StrEnum):
    """In which database a table lies."""

    HALL = "hall"
    STORE = "certificates"


METADATA: Final[tuple[tuple[Place, MetaData], ...]] = (
    (Place.HALL, GuidesBase.metadata),
    (Place.HALL, Base.metadata),
    (Place.STORE, StoreBase.metadata),
)


@dataclass(frozen=True)
class Columns:
    """Those columns of one table that something is asked of; each is told by its key in the table."""

    place: Place
    table: Table
    names: tuple[str, ...]

    @property
    def key(self) -> tuple[Column[Any], ...]:
        """The columns that tell the table's rows apart, and by which they are read in order."""
        return tuple(self.table.primary_key)

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns themselves."""
        return tuple(self.table.c[name] for name in self.names)


@contextmanager
def opened(place: Place) -> Iterator[Session]:
    """A transaction on the database in which such a table lies."""
    opening = transaction if place is Place.HALL else certificate_transaction
    with opening() as session:
        yield session


@contextmanager
def looked_at(place: Place) -> Iterator[Session]:
    """A session that only reads the database in which such a table lies; what it read before is let go."""
    if place is Place.STORE:
        with certificate_transaction() as store:
            yield store
        return
    end_reading()
    try:
        yield reading()
    finally:
        end_reading()


def sealed_columns() -> Iterator[Columns]:
    """Every column whose values are sealed by the key ring, by table."""
    return _having(lambda column: isinstance(column.type, SEALED_TYPES))


def sealed_for(column: Column[Any]) -> str:
    """The place, `table.column`, for which the values of a sealed column are sealed."""
    kind = column.type
    if not isinstance(kind, SEALED_TYPES):
        raise TypeError(f"{column} is not sealed")
    return kind.associated


def file_columns() -> Iterator[Columns]:
    """Every column that names an encrypted file: it is called `file_name`, or ends so."""
    return _having(lambda column: column.name == FILE_NAME or column.name.endswith(f"_{FILE_NAME}"))


def _having(is_one: Callable[[Column[Any]], bool]) -> Iterator[Columns]:
    for place, metadata in METADATA:
        for table in metadata.sorted_tables:
            names = tuple(column.key for column in table.columns if is_one(column))
            if names:
                yield Columns(place, table, names)
