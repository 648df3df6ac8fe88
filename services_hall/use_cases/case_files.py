"""Files that are given for a filed application: checked before the transaction, stored in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.answers import MATERIAL
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.models import Case
from services_hall.attachments import uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.models import UPLOADER, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.identity import Actor


@dataclass(frozen=True)
class SentFile:
    """A file from a browser or a program, for the material with this key."""

    key: str
    name: str
    data: bytes


def check_files(
    files: Iterable[SentFile],
) -> tuple[dict[str, uploads.CheckedFile], dict[str, FieldProblem]]:
    """The acceptable files by material, and the problem of each refused file by field name."""
    errors: dict[str, FieldProblem] = {}
    checked: dict[str, uploads.CheckedFile] = {}
    for file in files:
        try:
            checked[file.key] = uploads.check_upload(file.name, file.data)
        except UploadRefused as refused:
            errors[MATERIAL + file.key] = refused.problem
    return checked, errors


def store_case_files(
    session: Session, case: Case, checked: Mapping[str, uploads.CheckedFile], actor: Actor
) -> dict[str, int]:
    """Ids of the stored files, by material; they belong to the application of the case."""
    return {
        key: uploads.store_upload(
            session,
            encrypted_files(),
            file,
            owner_id=actor.account_id,
            subject=FileSubject(SubjectKind.APPLICATION, case.application_id, key),
            now=utc_now(),
        ).id
        for key, file in checked.items()
    }


def take_case_files(session: Session, case: Case, attachments: Mapping[str, int]) -> Mapping[str, int]:
    """Assign files that a program uploaded to the application; raises AttachmentNotFound."""
    take_files(
        session.connection(),
        set(attachments.values()),
        subject=FileSubject(SubjectKind.APPLICATION, case.application_id),
        taken_from=(UPLOADER,),
    )
    return attachments
