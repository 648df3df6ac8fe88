"""Refusal of a plea of force majeure."""

from services_hall.applications.reads import queries
from services_hall.applications.tolerance import supply_pleas
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def decline_plea(actor: Actor, number: str, reason: str) -> None:
    """Declines the plea in a case of the actor's desk, with the reason.

    Raises CaseNotFound, TransitionRefused, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        supply_pleas.decline_plea(session, case, reason, officer=actor, now=utc_now())
