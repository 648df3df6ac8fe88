"""A folder of encrypted files, each named by the hash of its encrypted content."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from certificate_store.encryption import keyring
from certificate_store.errors import (
    DecryptionFailed,
    StoredFileDamaged,
    StoredFileMissing,
    StoredFileNameInvalid,
)

ASSOCIATED: Final = "files.content"
TEMPORARY_PREFIX: Final = ".writing-"
ASIDE: Final = "aside"

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A stored file: its name, the time of writing and its encrypted size in bytes."""

    name: str
    written_at: datetime
    size: int


class EncryptedFiles:
    """Encrypted files in a folder; a file is complete and on the disk before `put` returns its name."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def put(self, data: bytes) -> str:
        """Encrypt `data` and write it durably; returns the name for `get`."""
        encrypted = keyring.encrypt(data, associated=ASSOCIATED)
        name = sha256(encrypted).hexdigest()
        path = self._path(name)
        self._make_folder(path.parent)
        temporary = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
        try:
            _write_durably(temporary, encrypted)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return name

    def get(self, name: str) -> bytes:
        """The decrypted content of a file, also while it is set aside.

        Raises StoredFileMissing, StoredFileDamaged, StoredFileNameInvalid.
        """
        encrypted = self._read(name)
        if sha256(encrypted).hexdigest() != name:
            raise StoredFileDamaged(name)
        try:
            return keyring.decrypt(encrypted, associated=ASSOCIATED)
        except DecryptionFailed as failure:
            raise StoredFileDamaged(name) from failure

    def key_id(self, name: str) -> str:
        """The id of the key that encrypted the file; raises StoredFileMissing, StoredFileDamaged."""
        try:
            return keyring.key_id(self._read(name, keyring.LONGEST_HEADER))
        except DecryptionFailed as failure:
            raise StoredFileDamaged(name) from failure

    def delete(self, name: str) -> None:
        """Delete the file; a file that no longer exists is no error."""
        self._path(name).unlink(missing_ok=True)

    def names(self, beginning: str = "") -> Iterator[StoredFile]:
        """All files whose name has this prefix, with the time of writing, for the removal of orphan files."""
        yield from _stored_files(path for path in self._walk(beginning) if path.name.startswith(beginning))

    def set_aside(self, name: str, *, now: datetime) -> None:
        """Move the file aside; it can still be read by its name until `remove_aside`."""
        path, aside = self._path(name), self._aside(name)
        self._make_folder(aside.parent)
        try:
            os.utime(path, (now.timestamp(), now.timestamp()))
            path.replace(aside)
        except FileNotFoundError:
            return
        _sync_folder(aside.parent)

    def aside(self, beginning: str = "") -> Iterator[StoredFile]:
        """All files set aside whose name has this prefix; `written_at` is the time of setting aside."""
        folder = self.directory / ASIDE
        if folder.is_dir():
            yield from _stored_files(path for path in folder.glob(f"{beginning}*") if path.is_file())

    def put_back(self, name: str) -> None:
        """Move a file that was set aside back to its place; a missing file is no error."""
        path = self._path(name)
        self._make_folder(path.parent)
        try:
            self._aside(name).replace(path)
        except FileNotFoundError:
            return
        _sync_folder(path.parent)

    def remove_aside(self, name: str) -> None:
        """Remove a file that was set aside; a file that no longer exists is no error."""
        self._aside(name).unlink(missing_ok=True)

    def remove_leftovers(self, *, before: datetime) -> int:
        """Delete temporary files of crashed processes written before that instant; returns their number."""
        temporary = (path for path in self._walk() if path.name.startswith(TEMPORARY_PREFIX))
        leftovers = [path for path in temporary if _is_older(path, before)]
        for path in leftovers:
            path.unlink(missing_ok=True)
        return len(leftovers)

    def _read(self, name: str, size: int = -1) -> bytes:
        """The first `size` encrypted bytes of the file, by default all of them."""
        for path in (self._path(name), self._aside(name), self._path(name)):
            try:
                with path.open("rb") as file:
                    return file.read(size)
            except FileNotFoundError:
                continue
        raise StoredFileMissing(name)

    def _aside(self, name: str) -> Path:
        return self.directory / ASIDE / self._path(name).name

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise StoredFileNameInvalid(name)
        return self.directory / name[:2] / name

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)

    def _walk(self, beginning: str = "") -> Iterator[Path]:
        if self.directory.is_dir():
            folders = beginning[:2].ljust(2, "?")
            yield from (path for path in sorted(self.directory.glob(f"{folders}/*")) if path.is_file())


def _stored_files(paths: Iterable[Path]) -> Iterator[StoredFile]:
    for path in paths:
        if not _NAME.fullmatch(path.name):
            continue
        try:
            status = path.stat()
        except FileNotFoundError:  # another process has removed it in the meantime
            continue
        yield StoredFile(path.name, datetime.fromtimestamp(status.st_mtime, UTC), status.st_size)


def _is_older(path: Path, instant: datetime) -> bool:
    try:
        return path.stat().st_mtime < instant.timestamp()
    except FileNotFoundError:  # its writer has renamed it in the meantime
        return False


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
