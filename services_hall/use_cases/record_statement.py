"""Record of a statement that an agency heard or received on paper."""

from sqlalchemy.orm import Session

from services_hall.applications import prior_notices, queries
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import Case
from services_hall.attachments import uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.models import UPLOADER, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile


def record_statement(
    actor: Actor,
    number: str,
    text: str,
    *,
    record: SentFile | None = None,
    attachment_id: int | None = None,
) -> None:
    """Records the statement in a case of the actor's desk; `record` is the record of a hearing (听证笔录).

    `attachment_id` is such a record that a program uploaded before.
    Raises AttachmentNotFound, CaseNotFound, ActionInvalid, NoOpenNotice, TransitionRefused.
    """
    checked = _checked(record)
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        record_id = _taken(session, case, attachment_id)
        if checked is not None:
            record_id = _stored(session, case, checked, actor)
        prior_notices.receive_statement(
            session,
            case,
            text,
            actor=actor,
            on_behalf_of_id=case.application.applicant_id,
            record_id=record_id,
            now=utc_now(),
        )


def _checked(record: SentFile | None) -> uploads.CheckedFile | None:
    if record is None:
        return None
    try:
        return uploads.check_upload(record.name, record.data)
    except UploadRefused as error:
        raise ActionInvalid({"hearing_record": error.problem}) from None


def _taken(session: Session, case: Case, attachment_id: int | None) -> int | None:
    if attachment_id is not None:
        take_files(session.connection(), {attachment_id}, subject=_subject(case), taken_from=(UPLOADER,))
    return attachment_id


def _subject(case: Case) -> FileSubject:
    return FileSubject(SubjectKind.CASE, case.id, "hearing_record")


def _stored(session: Session, case: Case, file: uploads.CheckedFile, actor: Actor) -> int:
    subject = _subject(case)
    return uploads.store_upload(
        session, encrypted_files(), file, owner_id=actor.account_id, subject=subject, now=utc_now()
    ).id
