"""Usage of keys: how many values and files each key has encrypted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, func, select

from certificate_store.encryption import EncryptedFiles, KeyRing
from certificate_store.errors import StoredFileError
from services_hall.upkeep.encrypted_columns import (
    TableColumns,
    encrypted_value_columns,
    file_columns,
    read_session,
)
from services_hall.upkeep.reencryption import is_encrypted_by, named_files

UNKNOWN: Final = "?"
"""Stands for the key id when the key is missing from the ring or the bytes were not encrypted by any key."""


@dataclass(frozen=True)
class KeyUsage:
    """The usage of keys by one table's values, or by the files that it names."""

    table: str
    are_files: bool
    by_key: Mapping[str, int]

    def older(self, ring: KeyRing) -> int:
        """How many values were not encrypted with the current encrypting key."""
        return sum(number for key_id, number in self.by_key.items() if key_id != ring.primary)


def key_usages(ring: KeyRing, files: EncryptedFiles) -> list[KeyUsage]:
    """The usage of every table with encrypted values, then of every table that names files."""
    values = [KeyUsage(one.table.name, False, _values_by_key(one, ring)) for one in encrypted_value_columns()]
    return [
        *values,
        *(KeyUsage(one.table.name, True, _files_by_key(one, files, ring)) for one in file_columns()),
    ]


def totals_by_key(usages: list[KeyUsage]) -> Counter[str]:
    """The total number of values and files that each key has encrypted."""
    total: Counter[str] = Counter()
    for need in usages:
        total.update(need.by_key)
    return total


def _values_by_key(one: TableColumns, ring: KeyRing) -> Counter[str]:
    counts = [
        func.sum(case((is_encrypted_by(column, key_id), 1), else_=0))
        for key_id in ring.key_ids
        for column in one.columns
    ]
    with read_session(one.place) as session:
        row = session.execute(select(*counts, *map(func.count, one.columns))).one()
    numbers = [int(number or 0) for number in row]
    width = len(one.columns)
    counter = Counter(
        {
            key_id: sum(numbers[start * width : (start + 1) * width])
            for start, key_id in enumerate(ring.key_ids)
        }
    )
    counter[UNKNOWN] = sum(numbers[-width:]) - counter.total()
    return counter


def _files_by_key(one: TableColumns, files: EncryptedFiles, ring: KeyRing) -> Counter[str]:
    return Counter(
        key_id if key_id in ring.key_ids else UNKNOWN
        for key_id in (_key_id(files, name) for _key, _column, name in named_files(one))
    )


def _key_id(files: EncryptedFiles, name: str) -> str:
    try:
        return files.key_id(name)
    except StoredFileError:
        return UNKNOWN
