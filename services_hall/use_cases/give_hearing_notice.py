"""Notice before a decision, to a third party or of the right to a hearing."""

from guides.calendar.official_days import load_calendar
from services_hall.applications.hearings import notices
from services_hall.applications.hearings.notices import HearingNotice
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def give_hearing_notice(actor: Actor, number: str, notice: HearingNotice) -> None:
    """Gives the notice in a case of the actor's desk.

    Raises CaseNotFound, ActionInvalid, NoticeAlreadyGiven, TransitionRefused.
    """
    now = utc_now()
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        calendar = load_calendar(session, since=local_day(now))
        notices.give_hearing_notice(session, case, notice, officer=actor, calendar=calendar, now=now)
