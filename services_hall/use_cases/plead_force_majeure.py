"""Plea of force majeure by an applicant who cannot supply promised materials in time."""

from services_hall.applications import queries, supply_pleas
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.supply_pleas import PLEA_FILE
from services_hall.attachments import uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.models import UPLOADER, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.give_supplement import principal_of


def plead_force_majeure(
    actor: Actor, number: str, reason: str, *, file: SentFile | None = None, attachment_id: int | None = None
) -> None:
    """Records the plea in a case of the actor's application, with a file that shows it.

    `attachment_id` is such a file that a program uploaded before. Raises CaseNotFound, AttachmentNotFound,
    TransitionRefused, ActionDoneBefore, ActionInvalid.
    """
    checked = None
    if file is not None:
        try:
            checked = uploads.check_upload(file.name, file.data)
        except UploadRefused as error:
            raise ActionInvalid({PLEA_FILE: error.problem}) from None
    with transaction() as session:
        case, now = queries.lock_own_case(session, actor, number), utc_now()
        supply_pleas.plead_force_majeure(
            session, case, reason, actor=actor, on_behalf_of_id=principal_of(case, actor), now=now
        )
        subject = FileSubject(SubjectKind.CASE, case.id, PLEA_FILE)
        if checked is not None:
            files, owner = encrypted_files(), actor.account_id
            uploads.store_upload(session, files, checked, owner_id=owner, subject=subject, now=now)
        elif attachment_id is not None:
            take_files(session.connection(), {attachment_id}, subject=subject, taken_from=(UPLOADER,))
