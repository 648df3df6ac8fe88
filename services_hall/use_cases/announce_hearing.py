"""Notice of the day and place of a hearing."""

from guides.calendar.official_days import load_calendar
from services_hall.applications.hearings import sessions
from services_hall.applications.hearings.sessions import HearingDate
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def announce_hearing(actor: Actor, number: str, planned: HearingDate) -> None:
    """Tells day and place of the hearing in a case of the actor's desk; the clock stops.

    Raises CaseNotFound, NoHearingDemanded, ProcedureRuns, ActionInvalid, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        calendar = load_calendar(session, since=case.filed_on)
        sessions.announce_hearing(session, case, planned, officer=actor, calendar=calendar, now=utc_now())
