"""A file that an action on a case may have with it: checked before the transaction, stored in it."""

from sqlalchemy.orm import Session

from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import Case
from services_hall.attachments import uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.models import UPLOADER, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile


def check_single_file(file: SentFile | None) -> uploads.CheckedFile | None:
    """The file, if it is acceptable; raises ActionInvalid at the field of its key."""
    if file is None:
        return None
    try:
        return uploads.check_upload(file.name, file.data)
    except UploadRefused as error:
        raise ActionInvalid({file.key: error.problem}) from None


def store_single_file(
    session: Session,
    case: Case,
    actor: Actor,
    key: str,
    *,
    checked: uploads.CheckedFile | None,
    attachment_id: int | None,
) -> int | None:
    """The id of the case's file with this key: the checked one, or one that a program uploaded before.

    Raises AttachmentNotFound.
    """
    subject = FileSubject(SubjectKind.CASE, case.id, key)
    if checked is not None:
        return uploads.store_upload(
            session, encrypted_files(), checked, owner_id=actor.account_id, subject=subject, now=utc_now()
        ).id
    if attachment_id is not None:
        take_files(session.connection(), {attachment_id}, subject=subject, taken_from=(UPLOADER,))
    return attachment_id
