"""Files that are given for a filed application: checked before the transaction, stored in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.answers import MATERIAL
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.models import Case
from services_hall.attachments import uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.groups import group_problem, joined_problem, link_files
from services_hall.attachments.models import UPLOADER, Attachment, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.attachments.uploads import CheckedFile
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.identity import Actor

CheckedFiles = Mapping[str, Sequence[CheckedFile]]
"""Acceptable files by material key, those of one material in order."""


@dataclass(frozen=True)
class SentFile:
    """A file from a browser or a program, for the material with this key."""

    key: str
    name: str
    data: bytes


def check_files(files: Iterable[SentFile]) -> tuple[dict[str, list[CheckedFile]], dict[str, FieldProblem]]:
    """The acceptable files by material, and what is wrong with the refused ones by field name."""
    problems: dict[str, list[FieldProblem]] = {}
    checked: dict[str, list[CheckedFile]] = {}
    for file in files:
        try:
            accepted = uploads.check_upload(file.name, file.data)
        except UploadRefused as refused:
            problems.setdefault(MATERIAL + file.key, []).append(refused.problem)
        else:
            checked.setdefault(file.key, []).append(accepted)
    return checked, {name: joined_problem(some) for name, some in problems.items()}


def fitting_files(
    checked: CheckedFiles, present: Mapping[str, Sequence[Attachment]]
) -> tuple[CheckedFiles, dict[str, FieldProblem]]:
    """The files of each material that may have them beside those present, and the problem of each other."""
    fitting: dict[str, Sequence[CheckedFile]] = {}
    problems: dict[str, FieldProblem] = {}
    for key, files in checked.items():
        sizes = [*(file.size for file in present.get(key, ())), *(len(file.data) for file in files)]
        problem = group_problem(sizes)
        if problem is None:
            fitting[key] = files
        else:
            problems[MATERIAL + key] = problem
    return fitting, problems


def store_files(
    session: Session,
    files: Iterable[CheckedFile],
    *,
    actor: Actor,
    subject: FileSubject,
    after: Sequence[Attachment] = (),
) -> list[Attachment]:
    """Store the files of one material, in order, behind those that it has."""
    return [
        uploads.store_upload(
            session,
            encrypted_files(),
            file,
            owner_id=actor.account_id,
            subject=subject,
            now=utc_now(),
            position=position,
        )
        for position, file in enumerate(files, start=len(after) + 1)
    ]


def store_case_files(
    session: Session,
    case: Case,
    checked: CheckedFiles,
    actor: Actor,
    *,
    added_to: Mapping[str, Attachment] | None = None,
) -> tuple[dict[str, int], dict[str, FieldProblem]]:
    """The first of the stored files of each material, and the problems of those that are too many.

    The files belong to the application of the case. Those of a material in `added_to` follow the group of its
    first file there, and are not among the result.
    """
    first_files = added_to or {}
    fitting, problems = fitting_files(checked, {key: file.group for key, file in first_files.items()})
    stored: dict[str, int] = {}
    for key, files in fitting.items():
        subject = FileSubject(SubjectKind.APPLICATION, case.application_id, key)
        present = first_files[key].group if key in first_files else []
        added = store_files(session, files, actor=actor, subject=subject, after=present)
        link_files(session.connection(), [[file.id for file in (*present, *added)]])
        if present:
            session.expire(present[0])
        else:
            stored[key] = added[0].id
    return stored, problems


def take_case_files(
    session: Session, case: Case, attachments: Mapping[str, Sequence[int]]
) -> Mapping[str, int]:
    """Assign files that a program uploaded to the application; the first of each material.

    Raises AttachmentNotFound.
    """
    take_files(
        session.connection(),
        {id_ for ids in attachments.values() for id_ in ids},
        subject=FileSubject(SubjectKind.APPLICATION, case.application_id),
        taken_from=(UPLOADER,),
    )
    link_files(session.connection(), attachments.values())
    return {key: ids[0] for key, ids in attachments.items()}
