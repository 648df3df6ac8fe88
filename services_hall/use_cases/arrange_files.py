"""Order, rotation and removal of the files of a draft's material."""

from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.models import Draft
from services_hall.attachments.groups import FileMove, moved, number_files
from services_hall.attachments.models import Attachment
from services_hall.attachments.picture_rotation import store_turned, turn_picture
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.database import reading, transaction
from services_hall.identity import Actor


def arrange_files(actor: Actor, draft_id: str, file_id: str, move: FileMove) -> None:
    """Moves, turns or removes a file of the draft, by public ids; nothing happens if it was removed before.

    Raises DraftNotFound, DraftFiled.
    """
    turned = None
    if move is FileMove.TURN:
        file = _file_in(pinned_drafts.own_draft(reading(), actor.account_id, draft_id), file_id)
        turned = None if file is None else turn_picture(encrypted_files(), file)
    with transaction() as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, draft_id)
        session.expire(draft, ["attachments"])
        file = _file_in(draft, file_id)
        if file is None or file.subject_key is None:
            return
        pinned_drafts.save_draft(draft, now=utc_now())
        order = moved(pinned_drafts.files_by_material(draft)[file.subject_key], file, move)
        number_files(order, is_group=False)
        if turned is not None:
            store_turned(encrypted_files(), file, turned)
        if move is FileMove.REMOVE:
            session.delete(file)
        session.flush()
        session.expire(draft, ["attachments"])


def _file_in(draft: Draft, file_id: str) -> Attachment | None:
    return next((one for one in draft.attachments if one.public_id == file_id), None)
