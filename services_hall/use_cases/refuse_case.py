"""Refusal to accept a case, with a reason and its article."""

from services_hall.applications.acceptance import refusals
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def refuse_case(
    actor: Actor, number: str, reason: str, basis_key: str, *, is_false_papers: bool = False
) -> None:
    """Refuses to accept a case of the actor's desk; with a warning because of false papers.

    Raises CaseNotFound, TransitionRefused, NoticeDayPassed, ReasonMissing, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        refusals.refuse_case(
            session,
            case,
            officer=actor,
            reason=reason,
            basis_key=basis_key,
            now=utc_now(),
            is_false_papers=is_false_papers,
        )
