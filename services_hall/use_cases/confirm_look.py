"""Confirmation of a draft's content by the applicant at a window."""

from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.last_looks import LookWay, record_look
from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def confirm_look(actor: Actor, public_id: str, digest: str, *, way: LookWay) -> None:
    """Records that the applicant has confirmed the content with this digest, on the screen or on paper.

    Raises DraftChanged where the draft says something else by now, DraftNotFound, DraftFiled.
    """
    with transaction() as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, public_id)
        record_look(draft, digest, way=way, now=utc_now())
        record_action(
            session, actor=actor.public_id, action="look.confirmed", subject=public_id, details={"way": way}
        )
