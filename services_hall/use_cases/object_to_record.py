"""Objection of an applicant to what is on record in a case."""

from services_hall.applications import objections, queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def object_to_record(actor: Actor, number: str, case_number: str, text: str) -> None:
    """Attaches the objection to this case of the actor's application.

    Raises ApplicationNotFound, CaseNotFound, ActionInvalid.
    """
    with transaction() as session:
        application = queries.lock_own_application(session, actor, number)
        (case,) = queries.cases_with_numbers(application, [case_number])
        objections.object_to_record(session, case, text, actor=actor, now=utc_now())
