"""Completion of the check that follows a decision on notice and commitment."""

from services_hall.applications import decisions, queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def end_check(actor: Actor, number: str, *, is_kept: bool, reason: str) -> None:
    """Completes the check: if the commitment is not `is_kept`, the decision is annulled.

    Raises CaseNotFound, TransitionRefused, ReasonMissing.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        decisions.finish_commitment_check(
            session, case, is_kept=is_kept, officer=actor, reason=reason, now=utc_now()
        )
