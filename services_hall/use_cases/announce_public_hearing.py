"""Public announcement of a hearing that an agency holds on its own initiative."""

from guides.calendar.official_days import load_calendar
from services_hall.applications.hearings import public_hearings
from services_hall.applications.hearings.sessions import HearingDate
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def announce_public_hearing(actor: Actor, number: str, planned: HearingDate, *, subject: str) -> None:
    """Announces a hearing in a case of the actor's desk to the public; the clock stops.

    Raises CaseNotFound, ProcedureRuns, ActionInvalid, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        calendar = load_calendar(session, since=case.filed_on)
        public_hearings.announce_public_hearing(
            session, case, planned, subject=subject, officer=actor, calendar=calendar, now=utc_now()
        )
