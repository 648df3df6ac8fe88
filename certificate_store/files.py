"""A folder of encrypted files, each named by the hash of what lies on the disk."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from certificate_store import vault
from certificate_store.errors import (
    DecryptionFailed,
    StoredFileDamaged,
    StoredFileMissing,
    StoredFileNameInvalid,
)

ASSOCIATED: Final = "files.content"
TEMPORARY_PREFIX: Final = ".writing-"

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it lies on the disk: its name, when it was written, its encrypted size in bytes."""

    name: str
    written_at: datetime
    size: int


class EncryptedFiles:
    """Files that are whole and on the disk before their name is known to anyone."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def put(self, data: bytes) -> str:
        """Encrypt and write `data` durably; the name by which `get` gives it back."""
        sealed = vault.encrypt(data, associated=ASSOCIATED)
        name = sha256(sealed).hexdigest()
        path = self._path(name)
        self._make_folder(path.parent)
        temporary = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
        try:
            _write_durably(temporary, sealed)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return name

    def get(self, name: str) -> bytes:
        """The bytes that were put; raises StoredFileMissing, StoredFileDamaged, StoredFileNameInvalid."""
        try:
            sealed = self._path(name).read_bytes()
        except FileNotFoundError:
            raise StoredFileMissing(name) from None
        if sha256(sealed).hexdigest() != name:
            raise StoredFileDamaged(name)
        try:
            return vault.decrypt(sealed, associated=ASSOCIATED)
        except DecryptionFailed as failure:
            raise StoredFileDamaged(name) from failure

    def delete(self, name: str) -> None:
        """Remove the file; one that is already gone is no error."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[StoredFile]:
        """Every file with its age's measure, for the reaper of what no row names."""
        for path in self._walk():
            if _NAME.fullmatch(path.name):
                status = path.stat()
                yield StoredFile(path.name, datetime.fromtimestamp(status.st_mtime, UTC), status.st_size)

    def remove_leftovers(self, *, before: datetime) -> int:
        """Remove half-written files of processes that died before that instant; how many there were."""
        leftovers = [
            path
            for path in self._walk()
            if path.name.startswith(TEMPORARY_PREFIX) and path.stat().st_mtime < before.timestamp()
        ]
        for path in leftovers:
            path.unlink(missing_ok=True)
        return len(leftovers)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise StoredFileNameInvalid(name)
        return self.directory / name[:2] / name

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)

    def _walk(self) -> Iterator[Path]:
        if self.directory.is_dir():
            yield from (path for path in sorted(self.directory.glob("??/*")) if path.is_file())


def _write_durably(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
