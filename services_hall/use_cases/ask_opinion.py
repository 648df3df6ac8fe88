"""Request for an opinion of another agency on a case."""

from services_hall.applications.examination import opinions
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def ask_opinion(actor: Actor, number: str, *, agency_code: str, question: str) -> None:
    """Asks another agency about a case of the actor's desk.

    Raises CaseNotFound, TransitionRefused, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        opinions.ask_opinion(
            session, case, agency_code=agency_code, question=question, officer=actor, now=utc_now()
        )
