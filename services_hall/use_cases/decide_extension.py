"""Answer of the head of an agency to a request for an extension."""

from guides.calendar.official_days import load_calendar
from services_hall.applications import limit_extensions, queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def decide_extension(actor: Actor, number: str, *, is_approved: bool) -> None:
    """Approves or declines the extension that an officer asked for.

    Raises CaseNotFound, ExtensionNotAsked, SecondPersonNeeded, LimitPassed, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case_in_charge(session, actor, number)
        if not is_approved:
            limit_extensions.decline_extension(session, case, head=actor)
            return
        calendar = load_calendar(session, since=case.filed_on)
        limit_extensions.approve_extension(session, case, head=actor, calendar=calendar, now=utc_now())
