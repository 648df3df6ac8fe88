"""Note on a case for the agency itself."""

from services_hall.applications.examination import notes
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def add_case_note(actor: Actor, number: str, text: str) -> None:
    """Adds a note to a case of the actor's desk. Raises CaseNotFound, ActionInvalid."""
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        notes.add_note(session, case, text=text, officer=actor, now=utc_now())
