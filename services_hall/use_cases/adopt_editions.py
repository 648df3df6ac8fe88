"""Update of a draft to the newer editions of its guides."""

from services_hall.applications.drafts import pinned_drafts
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.open_draft import open_draft


def adopt_editions(actor: Actor, public_id: str) -> None:
    """Switches the draft to the editions in force, whose changes the person has seen.

    Files that are asked no longer are deleted. Raises DraftNotFound, DraftFiled, OfferNotFound.
    """
    current = open_draft(actor, public_id)
    with transaction() as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, public_id)
        pinned_drafts.adopt_editions(draft, current.offer, now=utc_now())
        pinned_drafts.save_draft(draft, now=utc_now(), scenario=current.selection.answers)
        if current.is_scenario_complete:
            pinned_drafts.remove_unasked_files(session, draft, current.selection)
