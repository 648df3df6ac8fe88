"""Move or cancellation of a planned on-site verification, for all agencies that visit together."""

from services_hall.applications.examination import visit_changes
from services_hall.applications.examination.visit_changes import NewAppointment
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def change_site_check(actor: Actor, number: str, appointment: NewAppointment | None, reason: str) -> None:
    """Moves the visit of a case of the actor's desk to the new day; cancels it if there is none.

    Raises CaseNotFound, SiteCheckNotOpen, TransitionRefused, ActionInvalid.
    """
    now = utc_now()
    with transaction() as session:
        case, others = queries.lock_desk_cases(session, actor, number)
        if appointment is None:
            visit_changes.cancel_site_check(session, case, others, reason=reason, officer=actor, now=now)
        else:
            visit_changes.move_site_check(
                session, case, others, appointment, reason=reason, officer=actor, now=now
            )
