"""A hall in which every column that names a file names one, and every sealed column holds a value."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import LargeBinary, Table, select, type_coerce, update
from sqlalchemy.orm import Session

from certificate_store.files import EncryptedFiles
from services_hall import database
from services_hall.upkeep.columns import Columns, Place, file_columns
from tests.support.hall import Hall


@contextmanager
def opened_at(place: Place) -> Iterator[Session]:
    """A transaction on the database in which such tables lie; needs an application context."""
    opening = database.transaction if place is Place.HALL else database.certificate_transaction
    with opening() as session:
        yield session


def files_of(hall: Hall) -> EncryptedFiles:
    """The hall's folder of encrypted files."""
    return EncryptedFiles(hall.folder / "files")


def first_key(session: Session, table: Table) -> tuple[object, ...]:
    """The key of a table's first row; there must be one, or a test proves nothing of the table."""
    key = session.execute(select(*table.primary_key).order_by(*table.primary_key).limit(1)).one_or_none()
    assert key is not None, f"no row in {table.name}: let the test's hall have one"
    return tuple(key)


def name_a_file_everywhere(hall: Hall) -> dict[str, str]:
    """Gives the first row of every table that names files one; the names of the files by column."""
    named = {}
    for one in file_columns():
        for column in one.columns:
            name = files_of(hall).put(f"what {column} names".encode())
            with opened_at(one.place) as session:
                key = first_key(session, one.table)
                here = [part == value for part, value in zip(one.table.primary_key, key, strict=True)]
                session.execute(update(one.table).where(*here).values({column: name}))
            named[str(column)] = name
    return named


def envelopes(one: Columns) -> dict[str, list[bytes]]:
    """What lies in the sealed columns of a table as it lies there, by column."""
    with opened_at(one.place) as session:
        return {
            str(column): [
                bytes(value)
                for value in session.scalars(
                    select(type_coerce(column, LargeBinary)).where(column.is_not(None))
                )
            ]
            for column in one.columns
        }
