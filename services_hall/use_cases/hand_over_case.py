"""Hand-over of a case to a colleague."""

from services_hall.applications.examination import colleagues
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def hand_over_case(actor: Actor, number: str, *, to: str, text: str) -> None:
    """Assigns a case of the actor's desk to a colleague.

    Raises CaseNotFound, TransitionRefused, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        colleagues.hand_over(session, case, to=to, text=text, officer=actor, now=utc_now())
