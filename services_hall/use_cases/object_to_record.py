"""Objection of an applicant to what is on record in a case."""

from services_hall.applications.examination import objections
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def object_to_record(actor: Actor, number: str, text: str) -> None:
    """Attaches the objection to a case of the actor's own application, or of one that the actor filed.

    Raises CaseNotFound, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_own_case(session, actor, number)
        objections.object_to_record(session, case, text, actor=actor, now=utc_now())
