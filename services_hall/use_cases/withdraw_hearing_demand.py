"""Withdrawal of a demand for a hearing: by the applicant, or received on paper by the agency."""

from guides.calendar.official_days import load_calendar
from services_hall.applications.hearings import sessions
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def withdraw_own_demand(actor: Actor, number: str) -> None:
    """Gives up the hearing in a case of the actor's own application, or of one that the actor filed.

    Raises CaseNotFound, NoHearingDemanded, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_own_case(session, actor, number)
        calendar = load_calendar(session, since=case.filed_on)
        sessions.withdraw_demand(
            session, case, actor=actor, calendar=calendar, now=utc_now(), is_applicant=True
        )


def record_withdrawn_demand(actor: Actor, number: str, notice_id: int | None) -> None:
    """Records in a case of the actor's desk that a demand was given up in writing.

    Raises CaseNotFound, NoHearingDemanded, ActionInvalid, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        calendar = load_calendar(session, since=case.filed_on)
        sessions.withdraw_demand(
            session, case, actor=actor, calendar=calendar, now=utc_now(), notice_id=notice_id
        )
