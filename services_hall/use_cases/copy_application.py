"""A copy of everything that belongs to a filed application, as one archive for its applicant."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from certificate_store import lookup
from certificate_store.encryption import EncryptedFiles
from services_hall.applications import queries
from services_hall.applications.models import Application
from services_hall.attachments.models import Attachment
from services_hall.core import encrypted_files
from services_hall.database import certificate_transaction, end_reading, reading
from services_hall.domains import paper_title
from services_hall.identity import Actor

FIRST_MOMENT = (2026, 1, 1, 0, 0, 0)
"""The time of every entry, so that the same content gives the same bytes."""


@dataclass(frozen=True)
class ArchiveEntry:
    """A file of the archive: its path inside, and the name of the encrypted file."""

    path: str
    file_name: str


def copy_application(actor: Actor, number: str, answers: str) -> Iterator[bytes]:
    """The ZIP archive of an application's answers, papers, files and certificates, piece by piece.

    `answers` is the text of the filled fields. Only one file is in memory at a time. Raises
    ApplicationNotFound for a foreign application, before the first piece.
    """
    application = queries.own_application(reading(), actor, number)
    entries = [*_papers(application), *_files(application)]
    identifiers = [case.certificate_identifier for case in application.cases if case.certificate_identifier]
    end_reading()
    entries += _certificates(identifiers)
    return _archive(encrypted_files(), [("填写内容.txt", answers.encode())], entries)


def _papers(application: Application) -> Iterator[ArchiveEntry]:
    for paper in application.papers:
        if paper.file_name is not None and paper.number is not None:
            yield ArchiveEntry(f"文书/{paper_title(paper)} {paper.number}.pdf", paper.file_name)


def _files(application: Application) -> Iterator[ArchiveEntry]:
    seen: set[int] = set()
    for item in application.items:
        for requirement in item.requirements:
            first = requirement.attachment
            if first is not None and first.id not in seen:
                seen.add(first.id)
                for file in first.group:
                    yield ArchiveEntry(f"材料/{requirement.name}{_ending(file)}", file.file_name)


def _ending(file: Attachment) -> str:
    return PurePosixPath(file.name).suffix


def _certificates(identifiers: Sequence[str]) -> list[ArchiveEntry]:
    if not identifiers:
        return []
    with certificate_transaction() as store:
        held = [lookup.certificate(store, identifier) for identifier in identifiers]
        return [
            ArchiveEntry(f"证照/{one.type.name} {one.identifier}.pdf", one.file_name)
            for one in held
            if one.file_name is not None
        ]


class _Pipe(io.RawIOBase):
    """What the archive wrote since the last time it was emptied; the archive cannot go back in it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(data)

    def empty(self) -> bytes:
        """The bytes written since the last call."""
        pieces, self._written = self._written, []
        return b"".join(pieces)


def _archive(
    files: EncryptedFiles, texts: Sequence[tuple[str, bytes]], entries: Sequence[ArchiveEntry]
) -> Iterator[bytes]:
    pipe, used = _Pipe(), set[str]()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in texts:
            archive.writestr(_entry(path, used), content)
            yield pipe.empty()
        for entry in entries:
            archive.writestr(_entry(entry.path, used), files.get(entry.file_name))
            yield pipe.empty()
    yield pipe.empty()


def _entry(path: str, used: set[str]) -> zipfile.ZipInfo:
    """The entry of a path; a path that occurs again gets a number, and no path leaves its folder."""
    folder, _separator, name = path.partition("/") if "/" in path else ("", "", path)
    clean = name.replace("/", "_").replace("\\", "_").lstrip(".") or "_"
    pure, count = PurePosixPath(clean), 1
    unique = f"{folder}/{clean}" if folder else clean
    while unique in used:
        count += 1
        unique = f"{folder}/{pure.stem} {count}{pure.suffix}"
    used.add(unique)
    info = zipfile.ZipInfo(unique, FIRST_MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
