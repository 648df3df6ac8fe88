"""Refusal of a case that another body has to handle."""

from services_hall.applications.acceptance import refusals
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def declare_not_in_power(actor: Actor, number: str, reason: str, body_code: str) -> None:
    """Refuses a case of the actor's desk and names the right body.

    Raises CaseNotFound, TransitionRefused, NoticeDayPassed, ReasonMissing, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        refusals.declare_not_in_power(
            session, case, officer=actor, reason=reason, body_code=body_code, now=utc_now()
        )
