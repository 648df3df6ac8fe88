"""Record of a step of the guide inside the agency."""

from services_hall.applications.examination import steps
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def record_step(actor: Actor, number: str, *, step_key: str, text: str) -> None:
    """Records the next step of a case of the actor's desk.

    Raises CaseNotFound, TransitionRefused, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        steps.record_step(session, case, step_key=step_key, text=text, officer=actor, now=utc_now())
