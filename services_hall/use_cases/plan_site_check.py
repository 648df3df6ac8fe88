"""Appointment for an on-site verification."""

from services_hall.applications.examination import site_checks
from services_hall.applications.examination.site_checks import Appointment
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def plan_site_check(actor: Actor, number: str, appointment: Appointment) -> None:
    """Makes an appointment for a case of the actor's desk.

    Raises CaseNotFound, TransitionRefused, ActionInvalid, SiteCheckNotOpen.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        site_checks.plan_site_check(session, case, appointment, officer=actor, now=utc_now())
