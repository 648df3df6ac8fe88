"""Refusal to accept a case, with a reason."""

from services_hall.applications import acceptance, queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def refuse_case(actor: Actor, number: str, reason: str) -> None:
    """Refuses to accept a case of the actor's desk.

    Raises CaseNotFound, TransitionRefused, ReasonMissing.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        acceptance.refuse_case(session, case, officer=actor, reason=reason, now=utc_now())
