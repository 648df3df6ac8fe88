"""Re-encryption of values and files with the current key, while the hall is running.

A value is replaced only if it still has the value that was read, so that no concurrent change is lost. An
interrupted run keeps its progress, because the first bytes of a value show which key encrypted it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, LargeBinary, Row, func, literal, or_, select, tuple_, update
from sqlalchemy import type_coerce as coerce
from sqlalchemy.orm import Session

from certificate_store.encryption import EncryptedFiles, KeyRing, header_of
from certificate_store.errors import DecryptionFailed, StoredFileError
from services_hall.clock import utc_now
from services_hall.upkeep.encrypted_columns import (
    TableColumns,
    associated_data,
    read_session,
    write_transaction,
)

BATCH: Final = 100
PASSES: Final = 5
"""How many times locked rows are tried again."""
FREE_SECONDS: Final = 0.15
"""Pause after each batch in which other writers can use SQLite, which retry ten times a second."""
Key = tuple[Any, ...]


@dataclass(frozen=True)
class ReencryptionBatch:
    """The number of re-encrypted values and the keys of the rows in a batch; no keys after the last."""

    done: int
    keys: Sequence[Key]
    has_one_writer: bool


def reencrypt_values(one: TableColumns, ring: KeyRing) -> Iterator[int]:
    """Re-encrypt the values of a table; yields their number after each committed batch.

    Rows locked by others are skipped and tried again later, so that neither side waits.
    """
    for _pass in range(PASSES):
        done, after = 0, None
        while (batch := _reencrypt_batch(one, ring, after)).keys:
            done += batch.done
            yield batch.done
            if len(batch.keys) == BATCH and batch.has_one_writer:
                Event().wait(FREE_SECONDS)
            after = batch.keys[-1]
        if not done:
            return


def reencrypt_files(one: TableColumns, files: EncryptedFiles, ring: KeyRing) -> Iterator[int]:
    """Re-encrypt the files named by a table; yields 1 for each, once its row names the new file.

    The old file is set aside for readers that have just read its name.
    """
    for key, column, name in named_files(one):
        if _is_older(files, name, ring) and _reencrypt_file(one, column, files, key, name):
            yield 1


def _reencrypt_batch(one: TableColumns, ring: KeyRing, after: Key | None) -> ReencryptionBatch:
    """Re-encrypt the values of the next rows, in a transaction of its own."""
    rows = select(*one.key, *(coerce(column, LargeBinary) for column in one.columns))
    rows = rows.where(or_(*(is_older(column, ring) for column in one.columns)))
    if after is not None:
        rows = rows.where(tuple_(*one.key) > tuple_(*map(literal, after)))
    rows = rows.order_by(*one.key).limit(BATCH).with_for_update(key_share=True, skip_locked=True)
    with write_transaction(one.place) as session:
        batch = session.execute(rows).all()
        done = sum(_reencrypt_row(session, one, row, ring) for row in batch)
        has_one_writer = session.get_bind().dialect.name == "sqlite"
    return ReencryptionBatch(done, [tuple(row[: len(one.key)]) for row in batch], has_one_writer)


def _reencrypt_row(session: Session, one: TableColumns, row: Row[Any], ring: KeyRing) -> int:
    """Re-encrypt the values of this row; returns their number. Undecryptable values stay unchanged."""
    as_read = list(_is_row(one, row[: len(one.key)]))
    replacements: dict[Column[Any], ColumnElement[Any]] = {}
    for column, old in zip(one.columns, row[len(one.key) :], strict=True):
        if old is None or bytes(old).startswith(header_of(ring.primary)):
            continue
        associated = associated_data(column)
        try:
            plain = ring.decrypt(bytes(old), associated=associated)
        except DecryptionFailed:
            continue
        replacements[column] = literal(ring.encrypt(plain, associated=associated), LargeBinary)
        as_read.append(coerce(column, LargeBinary) == bytes(old))
    if not replacements:
        return 0
    changed = session.execute(update(one.table).where(*as_read).values(replacements))
    return len(replacements) if changed.rowcount else 0  # type: ignore[attr-defined]  # an update has one


def _reencrypt_file(
    one: TableColumns, column: Column[Any], files: EncryptedFiles, key: Any, old: str
) -> bool:
    """Whether the row now names the new file; False when it was changed to another file in the meantime."""
    try:
        new = files.put(files.get(old))
    except StoredFileError:
        return False
    with write_transaction(one.place) as session:
        changed = session.execute(
            update(one.table).where(*_is_row(one, key), column == old).values({column: new})
        )
        is_changed = bool(changed.rowcount)  # type: ignore[attr-defined]  # an update has one
    if is_changed:
        files.set_aside(old, now=utc_now())
    else:
        files.delete(new)
    return is_changed


def is_older(column: Column[Any], ring: KeyRing) -> ColumnElement[bool]:
    """Whether a value was encrypted with another key than the current one; NULL does not match."""
    return ~is_encrypted_by(column, ring.primary)


def is_encrypted_by(column: Column[Any], key_id: str) -> ColumnElement[bool]:
    """Whether the key with this id encrypted a column's value."""
    header = header_of(key_id)
    beginning = func.substr(coerce(column, LargeBinary), 1, len(header), type_=LargeBinary)
    return beginning == literal(header, LargeBinary)


def _is_older(files: EncryptedFiles, name: str, ring: KeyRing) -> bool:
    try:
        return files.key_id(name) != ring.primary
    except StoredFileError:
        return False


def _is_row(one: TableColumns, key: Any) -> tuple[ColumnElement[bool], ...]:
    return tuple(column == value for column, value in zip(one.key, key, strict=True))


def named_files(one: TableColumns) -> Iterator[tuple[Any, Column[Any], str]]:
    """Key, column and file name of every row that names a file; each batch in its own transaction."""
    for column in one.columns:
        after: Any = None
        while True:
            rows = select(*one.key, column).where(column.is_not(None)).order_by(*one.key).limit(BATCH)
            if after is not None:
                rows = rows.where(tuple_(*one.key) > tuple_(*map(literal, after)))
            with read_session(one.place) as session:
                batch = session.execute(rows).all()
            if not batch:
                break
            yield from ((tuple(row[:-1]), column, row[-1]) for row in batch)
            after = tuple(batch[-1][:-1])
