"""Record of a statement that an agency heard or received on paper."""

from services_hall.applications import prior_notices, queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def record_statement(actor: Actor, number: str, text: str) -> None:
    """Records the statement in a case of the actor's desk.

    Raises CaseNotFound, ActionInvalid, NoOpenNotice, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        prior_notices.receive_statement(
            session,
            case,
            text,
            actor=actor,
            on_behalf_of_id=case.application.applicant_id,
            now=utc_now(),
        )
