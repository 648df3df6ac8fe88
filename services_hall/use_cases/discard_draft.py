"""Deletion of a draft by the person who began it."""

from services_hall.applications.drafts import pinned_drafts
from services_hall.database import transaction
from services_hall.identity import Actor


def discard_draft(actor: Actor, public_id: str) -> None:
    """Deletes the actor's own draft with its files; raises DraftNotFound, DraftFiled."""
    with transaction() as session:
        pinned_drafts.delete_draft(session, pinned_drafts.lock_draft(session, actor.account_id, public_id))
