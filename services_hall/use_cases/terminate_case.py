"""Termination of a case by an officer or an agency's system."""

from services_hall.applications.decisions import terminations
from services_hall.applications.decisions.terminations import Termination
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def terminate_case(actor: Actor, number: str, termination: Termination) -> None:
    """Terminates a case of the actor's desk before its decision.

    Raises CaseNotFound, TransitionRefused, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        terminations.terminate_case(session, case, termination, officer=actor, now=utc_now())
