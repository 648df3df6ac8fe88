"""The public reason of an agency for a decision that came after the promised day."""

from services_hall.applications.clock_changes import delays
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def explain_delay(actor: Actor, number: str, reason: str) -> None:
    """Tells the applicant why the promised day of a case of the actor's desk was missed.

    Raises CaseNotFound, TransitionRefused, NothingDelayed, ActionDoneBefore, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        delays.explain_delay(session, case, reason=reason, officer=actor, now=utc_now())
