"""Notice that a matter needs no licence."""

from services_hall.applications.acceptance import refusals
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def declare_no_licence_needed(actor: Actor, number: str, reason: str) -> None:
    """Ends a case of the actor's desk that needs no licence.

    Raises CaseNotFound, TransitionRefused, NoticeDayPassed, ReasonMissing.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        refusals.declare_no_licence_needed(session, case, officer=actor, reason=reason, now=utc_now())
