"""End of a special procedure: the clock of the case goes on."""

from guides.calendar.official_days import load_calendar
from services_hall.applications.clock_changes import special_procedures
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def end_procedure(actor: Actor, number: str) -> None:
    """Ends the running procedure of a case of the actor's desk today.

    Raises CaseNotFound, TransitionRefused, NoProcedureRuns.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        calendar = load_calendar(session, since=case.filed_on)
        special_procedures.end_procedure(session, case, officer=actor, calendar=calendar, now=utc_now())
