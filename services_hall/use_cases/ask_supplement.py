"""The supplement notice of an agency: one notice that lists everything."""

from collections.abc import Sequence
from datetime import date

from services_hall.applications.reads import queries
from services_hall.applications.supplements import notices
from services_hall.applications.supplements.demands import DemandInput
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def ask_supplement(actor: Actor, number: str, demands: Sequence[DemandInput], due_on: date | None) -> None:
    """Asks the applicant of a case of the actor's desk for a supplement, by this day.

    Raises CaseNotFound, TransitionRefused, ActionDoneBefore, NoticeDayPassed, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        notices.ask_supplement(session, case, demands, due_on=due_on, officer=actor, now=utc_now())
