"""Approval of a submitted edition of a guide or a bundle, and its return to the editors."""

from datetime import date

from guides import editions as rules
from guides.editions import EditionT, edition_type
from services_hall.audit import actions
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def approve_edition(
    editions: type[EditionT], code: str, number: int, *, effective_on: date | None, actor: Actor
) -> None:
    """Approves the edition, with immediate effect or for a later day.

    Raises EditionNotFound, EditionTransitionRefused, SameEditor, BlockingFindings, CircularOrder.
    """
    with transaction() as session:
        edition = edition_type(editions).edition(session, code, number)
        actions.record_edition_change(session, "approve", edition, actor=actor.public_id)
        rules.approve_edition(
            session, edition, approver=actor.public_id, now=utc_now(), effective_on=effective_on
        )


def send_back_edition(editions: type[EditionT], code: str, number: int, *, note: str, actor: Actor) -> None:
    """Changes the edition back to a draft; `note` describes the required corrections.

    Raises EditionNotFound, EditionTransitionRefused, SameEditor.
    """
    with transaction() as session:
        edition = edition_type(editions).edition(session, code, number)
        rules.send_back_edition(session, edition, approver=actor.public_id, note=note)
