"""Transfer of files from one subject to another."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, update

from certificate_store.value_lists import NUMBER, is_one_of
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.attachments.models import Attachment, FileSubject

_FILES: Final[Any] = Attachment.__table__
_TAKE: Final = (
    update(_FILES)
    .where(
        is_one_of(_FILES.c.id, "wanted", NUMBER),
        is_one_of(_FILES.c.subject_kind, "taken_from"),
    )
    .values(
        subject_kind=bindparam("new_kind"),
        subject_id=bindparam("new_id"),
        subject_key=func.coalesce(bindparam("new_key"), _FILES.c.subject_key),
    )
    .returning(_FILES.c.id)
)


def take_files(
    connection: Connection,
    attachment_ids: Collection[int],
    *,
    subject: FileSubject,
    taken_from: Collection[str],
) -> None:
    """Assign the files to the subject, and its key where it has one, in one statement.

    Raises AttachmentNotFound for a file that belongs to a subject of another kind than `taken_from`.
    """
    if not attachment_ids:
        return
    parameters = {
        "wanted": attachment_ids,
        "taken_from": taken_from,
        "new_kind": subject.kind,
        "new_id": subject.id,
        "new_key": subject.key,
    }
    if len(connection.execute(_TAKE, parameters).all()) != len(attachment_ids):
        raise AttachmentNotFound
