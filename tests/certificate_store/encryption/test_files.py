"""Encrypted files in their folder."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from certificate_store.encryption import EncryptedFiles, KeyRing
from certificate_store.encryption.files import TEMPORARY_PREFIX
from certificate_store.errors import StoredFileDamaged, StoredFileMissing, StoredFileNameInvalid
from tests.support.certificates import installed_key_ring

ABSENT = "0" * 64


@pytest.fixture
def files(tmp_path: Path) -> EncryptedFiles:
    return EncryptedFiles(tmp_path / "files")


def path_of(files: EncryptedFiles, name: str) -> Path:
    return files.directory / name[:2] / name


@pytest.mark.parametrize("data", [b"", b"a paper", bytes(range(256)) * 1000])
def test_a_file_comes_back_as_it_was(files: EncryptedFiles, data: bytes) -> None:
    assert files.get(files.put(data)) == data


def test_the_disk_holds_nothing_readable_and_nobody_else_may_read_it(files: EncryptedFiles) -> None:
    name = files.put(b"a private paper")
    path = path_of(files, name)
    assert b"private" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_the_same_content_has_two_names(files: EncryptedFiles) -> None:
    assert files.put(b"same") != files.put(b"same")


def test_a_damaged_file_is_told(files: EncryptedFiles) -> None:
    name = files.put(b"a paper")
    path = path_of(files, name)
    changed = bytearray(path.read_bytes())
    changed[-1] ^= 1
    path.write_bytes(changed)
    with pytest.raises(StoredFileDamaged):
        files.get(name)


def test_a_file_under_the_name_of_another_is_told(files: EncryptedFiles) -> None:
    one, other = files.put(b"one"), files.put(b"other")
    path_of(files, one).write_bytes(path_of(files, other).read_bytes())
    with pytest.raises(StoredFileDamaged):
        files.get(one)


def test_a_file_of_another_ring_is_told(files: EncryptedFiles) -> None:
    name = files.put(b"a paper")
    with installed_key_ring(KeyRing.generate()), pytest.raises(StoredFileDamaged):
        files.get(name)


def test_what_is_not_there_is_missing(files: EncryptedFiles) -> None:
    with pytest.raises(StoredFileMissing):
        files.get(ABSENT)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, f"{ABSENT}\n", "/" + "a" * 63])
def test_a_name_is_never_a_path(files: EncryptedFiles, name: str) -> None:
    with pytest.raises(StoredFileNameInvalid):
        files.get(name)
    with pytest.raises(StoredFileNameInvalid):
        files.delete(name)


def test_a_deleted_file_is_gone_and_may_be_deleted_again(files: EncryptedFiles) -> None:
    name = files.put(b"a paper")
    files.delete(name)
    files.delete(name)
    assert list(files.names()) == []


def test_the_reaper_sees_names_ages_and_sizes(files: EncryptedFiles) -> None:
    started = datetime.now(UTC)
    names = {files.put(b"one"), files.put(b"two")}
    listed = list(files.names())
    assert {stored.name for stored in listed} == names
    assert all(abs(stored.written_at - started) < timedelta(minutes=1) for stored in listed)
    assert all(stored.size > 3 for stored in listed)


def test_an_empty_folder_lists_nothing(files: EncryptedFiles) -> None:
    assert list(files.names()) == []
    assert files.remove_leftovers(before=datetime.now(UTC)) == 0


def test_a_write_that_fails_leaves_nothing(files: EncryptedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        files.put(b"a paper")
    assert [path for path in files.directory.rglob("*") if path.is_file()] == []


def test_only_old_leftovers_are_removed(files: EncryptedFiles) -> None:
    name = files.put(b"a paper")
    leftover = path_of(files, name).with_name(f"{TEMPORARY_PREFIX}1")
    leftover.write_bytes(b"half")
    written = datetime.fromtimestamp(leftover.stat().st_mtime, UTC)
    assert files.remove_leftovers(before=written - timedelta(hours=1)) == 0
    assert files.remove_leftovers(before=written + timedelta(hours=1)) == 1
    assert files.get(name) == b"a paper"
    assert not leftover.exists()
