"""Which keys are still needed: how many values and files each has sealed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, func, select

from certificate_store.encryption import EncryptedFiles, KeyRing
from certificate_store.errors import StoredFileError
from services_hall.upkeep.encrypted_columns import (
    Columns,
    file_columns,
    looked_at,
    sealed_columns,
)
from services_hall.upkeep.reencryption import is_sealed_by, named_files

UNKNOWN: Final = "?"
"""In the place of a key's id: a key that the ring has not, or bytes that no key sealed."""


@dataclass(frozen=True)
class Need:
    """What one table's values, or the files it names, need: how many were sealed by which key."""

    table: str
    are_files: bool
    by_key: Mapping[str, int]

    def older(self, ring: KeyRing) -> int:
        """How many were not sealed by the key that seals now."""
        return sum(number for key_id, number in self.by_key.items() if key_id != ring.primary)


def needs(ring: KeyRing, files: EncryptedFiles) -> list[Need]:
    """Every table with sealed values, then every one that names files."""
    values = [Need(one.table.name, False, _sealed(one, ring)) for one in sealed_columns()]
    return [*values, *(Need(one.table.name, True, _files(one, files, ring)) for one in file_columns())]


def by_key(found: list[Need]) -> Counter[str]:
    """How many values and files each key has sealed, together."""
    total: Counter[str] = Counter()
    for need in found:
        total.update(need.by_key)
    return total


def _sealed(one: Columns, ring: KeyRing) -> Counter[str]:
    counts = [
        func.sum(case((is_sealed_by(column, key_id), 1), else_=0))
        for key_id in ring.key_ids
        for column in one.columns
    ]
    with looked_at(one.place) as session:
        row = session.execute(select(*counts, *map(func.count, one.columns))).one()
    numbers = [int(number or 0) for number in row]
    width = len(one.columns)
    found = Counter(
        {
            key_id: sum(numbers[start * width : (start + 1) * width])
            for start, key_id in enumerate(ring.key_ids)
        }
    )
    found[UNKNOWN] = sum(numbers[-width:]) - found.total()
    return found


def _files(one: Columns, files: EncryptedFiles, ring: KeyRing) -> Counter[str]:
    return Counter(
        key_id if key_id in ring.key_ids else UNKNOWN
        for key_id in (_key_id(files, name) for _key, _column, name in named_files(one))
    )


def _key_id(files: EncryptedFiles, name: str) -> str:
    try:
        return files.key_id(name)
    except StoredFileError:
        return UNKNOWN
