"""Storage of a blank form or a sample that an editor uploads for a material of a guide."""

from guides import form_files
from services_hall.attachments.uploads import check_upload
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def store_form_file(name: str, data: bytes, *, actor: Actor) -> str:
    """The path under which the guide names the file; raises UploadRefused."""
    checked = check_upload(name, data)
    with transaction() as session:
        file = form_files.store_form_file(
            session, checked.data, media_type=checked.media_type, author=actor.public_id, now=utc_now()
        )
        return file.path
