"""Upload of a file for an application that a program files afterwards."""

from services_hall.attachments import uploads
from services_hall.attachments.models import UPLOADER, Attachment, FileSubject
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.database import transaction
from services_hall.identity import Actor


def upload_file(actor: Actor, name: str, data: bytes) -> Attachment:
    """The stored file; raises UploadRefused."""
    checked = uploads.check_upload(name, data)
    with transaction() as session:
        return uploads.store_upload(
            session,
            encrypted_files(),
            checked,
            owner_id=actor.account_id,
            subject=FileSubject(UPLOADER, actor.account_id),
            now=utc_now(),
        )
