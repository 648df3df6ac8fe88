"""Record of an on-site verification, with its photos."""

from collections.abc import Collection, Sequence

from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.examination import site_checks
from services_hall.applications.examination.site_checks import VisitRecord
from services_hall.applications.reads import queries
from services_hall.attachments import uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.models import UPLOADER, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile


def record_site_check(
    actor: Actor,
    number: str,
    visit: VisitRecord,
    *,
    photos: Sequence[SentFile] = (),
    attachments: Collection[int] = (),
) -> None:
    """Records the open check of a case of the actor's desk and keeps its photos with the case.

    `attachments` are photos that a program uploaded before.
    Raises AttachmentNotFound, CaseNotFound, TransitionRefused, ActionInvalid, SiteCheckNotOpen.
    """
    try:
        checked = [uploads.check_upload(photo.name, photo.data) for photo in photos]
    except UploadRefused as error:
        raise ActionInvalid({"photos": error.problem}) from None
    now = utc_now()
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        check = site_checks.record_site_check(session, case, visit, officer=actor, now=now)
        subject = FileSubject(SubjectKind.CASE, case.id, f"site_check.{check.id}")
        take_files(session.connection(), attachments, subject=subject, taken_from=(UPLOADER,))
        for photo in checked:
            uploads.store_upload(
                session, encrypted_files(), photo, owner_id=actor.account_id, subject=subject, now=now
            )
