"""Note of a flaw in a given material that may be corrected after a tolerant acceptance."""

from services_hall.applications.reads import queries
from services_hall.applications.tolerance import flaws
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def report_flaw(actor: Actor, number: str, material_key: str, flaw: str) -> None:
    """Notes the flaw in a case of the actor's desk; the applicant is told.

    Raises CaseNotFound, TransitionRefused, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        flaws.report_flaw(session, case, material_key=material_key, flaw=flaw, officer=actor, now=utc_now())
