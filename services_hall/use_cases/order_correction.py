"""Order to correct a broken commitment by a day."""

from guides.calendar.official_days import load_calendar
from services_hall.applications.decisions import commitments
from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def order_correction(actor: Actor, number: str, order: CorrectionOrder) -> None:
    """Orders the correction in a case of the actor's desk.

    Raises CaseNotFound, CorrectionNotInGuide, ActionInvalid, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        calendar = load_calendar(session, since=case.filed_on)
        commitments.order_correction(session, case, order, officer=actor, calendar=calendar, now=utc_now())
