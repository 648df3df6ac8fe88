"""Order and removal of the files of a draft's material."""

from services_hall.applications import drafts
from services_hall.attachments.groups import FileMove, moved, number_files
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def arrange_files(actor: Actor, draft_id: str, file_id: str, move: FileMove) -> None:
    """Moves or removes a file of the draft, by public ids; nothing happens if it was removed before.

    Raises DraftNotFound, DraftFiled.
    """
    with transaction() as session:
        draft = drafts.lock_draft(session, actor.account_id, draft_id)
        session.expire(draft, ["attachments"])
        file = next((one for one in draft.attachments if one.public_id == file_id), None)
        if file is None or file.subject_key is None:
            return
        drafts.save_draft(draft, now=utc_now())
        order = moved(drafts.files_by_material(draft)[file.subject_key], file, move)
        number_files(order, is_group=False)
        if move is FileMove.REMOVE:
            session.delete(file)
        session.flush()
        session.expire(draft, ["attachments"])
