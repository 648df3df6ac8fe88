"""Immediate publication of an approved edition of a guide or a bundle."""

from guides import editions as rules
from guides.editions import EditionT, edition_type
from services_hall.audit import actions
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def publish_edition(editions: type[EditionT], code: str, number: int, *, actor: Actor) -> None:
    """Puts the edition into force.

    Raises EditionNotFound, EditionTransitionRefused, NotYetEffective, EditionOutdated, BlockingFindings,
    CircularOrder.
    """
    with transaction() as session:
        edition = edition_type(editions).edition(session, code, number)
        actions.record_edition_change(session, "publish", edition, actor=actor.public_id)
        rules.publish_edition(session, edition, now=utc_now())
