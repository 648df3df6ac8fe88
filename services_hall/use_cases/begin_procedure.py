"""Beginning of a special procedure, which stops the clock of a case."""

from datetime import date

from guides.calendar.official_days import load_calendar
from services_hall.applications.clock_changes import special_procedures
from services_hall.applications.models import ProcedureKind
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def begin_procedure(
    actor: Actor, number: str, kind: ProcedureKind, *, reason: str, planned_until: date | None
) -> None:
    """Begins a special procedure of a case of the actor's desk today.

    Raises CaseNotFound, TransitionRefused, ProcedureRuns, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        special_procedures.begin_procedure(
            session,
            case,
            kind,
            reason=reason,
            planned_until=planned_until,
            officer=actor,
            calendar=load_calendar(session, since=case.filed_on),
            now=utc_now(),
        )
