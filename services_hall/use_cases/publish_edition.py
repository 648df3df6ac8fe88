"""Publication of approved editions of guides and bundles: one at once, or all whose day has come."""

from sqlalchemy.orm import Session

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


def publish_due_editions(session: Session, editions: type[EditionT], *, by: str) -> int:
    """Publishes the due editions in the transaction of a job or a command; returns their number.

    `by` is the actor in the audit record. Each type of editions needs a transaction of its own: both take
    numbers of the feed, which must be the last step.
    """
    published = rules.publish_due_editions(session, editions, now=utc_now())
    for edition in published:
        actions.record_edition_change(session, "publish", edition, actor=by)
    return len(published)
