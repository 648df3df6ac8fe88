"""Query for a file of any kind of subject; a file that the actor may not see is reported as not found."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from services_hall.attachments.errors import AttachmentNotFound
from services_hall.attachments.models import Attachment
from services_hall.identity import Actor

FileReader = Callable[[Actor], ColumnElement[bool]]
"""The condition for the files of a kind of subject that an actor may read."""

FileReaders = Mapping[str, FileReader]
"""The conditions by kind of subject; an actor's own files need none."""


def attachment_for(session: Session, readers: FileReaders, actor: Actor, public_id: str) -> Attachment:
    """A file, for its owner and those whom the condition of its kind of subject lets read it.

    Raises AttachmentNotFound.
    """
    may_read = [
        and_(Attachment.subject_kind == kind, condition(actor)) for kind, condition in readers.items()
    ]
    attachment = session.scalars(
        select(Attachment).where(
            Attachment.public_id == public_id, or_(Attachment.owner_id == actor.account_id, *may_read)
        )
    ).one_or_none()
    if attachment is None:
        raise AttachmentNotFound
    return attachment
