"""Completion of the check of a commitment that is true, or that was corrected."""

from services_hall.applications.decisions import commitments
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def keep_commitment(actor: Actor, number: str, finding: str) -> None:
    """Completes the check of a case of the actor's desk. Raises CaseNotFound, TransitionRefused."""
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        commitments.keep_commitment(session, case, finding=finding, officer=actor, now=utc_now())
