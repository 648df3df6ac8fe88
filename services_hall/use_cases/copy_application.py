"""A copy of everything that belongs to a filed application, as one archive for its applicant."""

import io
import logging
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Final

from sqlalchemy.orm import Session

from certificate_store import lookup
from certificate_store.encryption import EncryptedFiles
from certificate_store.errors import StoredFileDamaged, StoredFileMissing
from services_hall.applications.models import Application
from services_hall.applications.reads import proceedings, queries
from services_hall.applications.reads.proceedings import Proceedings
from services_hall.applications.tolerance.supply_pleas import PLEA_FILE
from services_hall.attachments.models import Attachment
from services_hall.core import encrypted_files
from services_hall.database import certificate_transaction, reading
from services_hall.domains import paper_title
from services_hall.identity import Actor
from services_hall.notices.models import Notice
from services_hall.notices.queries import notices_about

FIRST_MOMENT: Final = (2026, 1, 1, 0, 0, 0)
"""The time of every entry, so that the same content gives the same bytes."""
INDEX: Final = "目录.html"
UNREADABLE: Final = "读不出的文件.txt"
logger = logging.getLogger(__name__)


class FileGroup(StrEnum):
    """The folders of the archive."""

    PAPERS = "文书"
    MATERIALS = "材料"
    EARLIER_MATERIALS = "换下的材料"
    VISITS = "现场核查"
    HEARINGS = "听证和陈述"
    PLEAS = "不可抗力的证明"
    DELIVERIES = "送达回证"
    CERTIFICATES = "证照"


@dataclass(frozen=True)
class ArchiveEntry:
    """A file of the archive: its folder, its name there, and the name of the encrypted file."""

    group: FileGroup
    name: str
    file_name: str

    @property
    def path(self) -> str:
        """The path inside the archive."""
        return f"{self.group}/{self.name}"


@dataclass(frozen=True)
class ApplicationCopy:
    """An application with its proceedings, the notices to the reader, and the files of its archive."""

    application: Application
    proceedings: Sequence[Proceedings]
    notices: Sequence[Notice]
    entries: Sequence[ArchiveEntry]

    @property
    def entries_by_group(self) -> Mapping[FileGroup, Sequence[ArchiveEntry]]:
        """The files of each folder that is not empty."""
        found = {group: [one for one in self.entries if one.group is group] for group in FileGroup}
        return {group: entries for group, entries in found.items() if entries}


def copy_application(actor: Actor, number: str) -> ApplicationCopy:
    """All that the applicant may read of an application: no notes of officers, nothing that others were told.

    Raises ApplicationNotFound for a foreign application.
    """
    session = reading()
    application = queries.own_application(session, actor, number)
    found = proceedings.proceedings_of(session, application)
    entries = [*_papers(application), *_materials(application)]
    for one in found:
        entries += [*_earlier_materials(one), *_visits(one), *_hearings(one), *_pleas(one)]
        entries += _proofs_of_delivery(one)
    entries += _certificates(
        [case.certificate_identifier for case in application.cases if case.certificate_identifier]
    )
    return ApplicationCopy(application, found, _notices(session, actor, application), _distinct(entries))


def archive_of(entries: Sequence[ArchiveEntry], index: str) -> Iterator[bytes]:
    """The ZIP archive with the index page first, piece by piece; only one file is in memory at a time.

    A file that cannot be read does not end the download: it is named in a list at the end.
    """
    return _archive(encrypted_files(), index.encode(), entries)


def _notices(session: Session, actor: Actor, application: Application) -> Sequence[Notice]:
    subjects = [application.number, *(case.number for case in application.cases)]
    return notices_about(session, actor.account_id, subjects)


def _papers(application: Application) -> Iterator[ArchiveEntry]:
    for paper in application.papers:
        if paper.file_name is not None and paper.number is not None:
            yield ArchiveEntry(FileGroup.PAPERS, f"{paper_title(paper)} {paper.number}.pdf", paper.file_name)


def _materials(application: Application) -> Iterator[ArchiveEntry]:
    seen: set[int] = set()
    for item in application.items:
        for requirement in item.requirements:
            first = requirement.attachment
            if first is not None and first.id not in seen:
                seen.add(first.id)
                yield from _files(FileGroup.MATERIALS, requirement.name, first.group)


def _earlier_materials(one: Proceedings) -> Iterator[ArchiveEntry]:
    for earlier in one.earlier:
        first = earlier.superseded.attachment
        if first is not None:
            yield from _files(FileGroup.EARLIER_MATERIALS, earlier.requirement.name, first.group)


def _visits(one: Proceedings) -> Iterator[ArchiveEntry]:
    for visit in one.visits:
        photos = one.visit_photos[visit.id]
        yield from _files(FileGroup.VISITS, f"{one.case.number} {visit.planned_on} 照片", photos)


def _hearings(one: Proceedings) -> Iterator[ArchiveEntry]:
    """The records that the participants of a hearing sign (行政许可法 art. 48), and of own statements."""
    records = [("听证笔录", hearing.record_id) for hearing in one.hearings]
    records += [("陈述申辩记录", notice.record_id) for notice in one.notices]
    for name, record_id in records:
        files = [one.files[record_id]] if record_id in one.files else []
        yield from _files(FileGroup.HEARINGS, f"{one.case.number} {name}", files)


def _pleas(one: Proceedings) -> Iterator[ArchiveEntry]:
    given = [file for file in one.files.values() if file.subject_key == PLEA_FILE]
    yield from _files(FileGroup.PLEAS, f"{one.case.number} 不可抗力的证明", given)


def _proofs_of_delivery(one: Proceedings) -> Iterator[ArchiveEntry]:
    signed = [one.files[row.proof_id] for row in one.deliveries if row.proof_id in one.files]
    yield from _files(FileGroup.DELIVERIES, f"{one.case.number} 签了名的送达回证", signed)


def _files(group: FileGroup, name: str, files: Iterable[Attachment]) -> Iterator[ArchiveEntry]:
    for file in files:
        yield ArchiveEntry(group, f"{name}{PurePosixPath(file.name).suffix}", file.file_name)


def _certificates(identifiers: Sequence[str]) -> list[ArchiveEntry]:
    if not identifiers:
        return []
    with certificate_transaction() as store:
        held = [lookup.certificate(store, identifier) for identifier in identifiers]
        return [
            ArchiveEntry(FileGroup.CERTIFICATES, f"{one.type.name} {one.identifier}.pdf", one.file_name)
            for one in held
            if one.file_name is not None
        ]


def _distinct(entries: Iterable[ArchiveEntry]) -> list[ArchiveEntry]:
    """The entries with names that occur once in their folder and do not leave it."""
    used: set[str] = set()
    found = []
    for entry in entries:
        clean = entry.name.replace("/", "_").replace("\\", "_").lstrip(".") or "_"
        pure, count = PurePosixPath(clean), 1
        one = replace(entry, name=clean)
        while one.path in used:
            count += 1
            one = replace(entry, name=f"{pure.stem} {count}{pure.suffix}")
        used.add(one.path)
        found.append(one)
    return found


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


def _archive(files: EncryptedFiles, index: bytes, entries: Sequence[ArchiveEntry]) -> Iterator[bytes]:
    pipe, unreadable = _Pipe(), list[str]()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(INDEX), index)
        yield pipe.empty()
        for entry in entries:
            try:
                archive.writestr(_entry(entry.path), files.get(entry.file_name))
            except (StoredFileMissing, StoredFileDamaged) as error:
                logger.error("a file cannot be copied: %s", error)
                unreadable.append(entry.path)
            yield pipe.empty()
        if unreadable:
            archive.writestr(_entry(UNREADABLE), "\r\n".join(unreadable))
    yield pipe.empty()


def _entry(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, FIRST_MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
