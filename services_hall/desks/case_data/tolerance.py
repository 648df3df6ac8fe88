"""What the forms of tolerant acceptance show: what may follow, until when, and whether it was promised."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from services_hall.applications import tolerance
from services_hall.applications.demands import demands_of
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case
from services_hall.applications.procedure_models import DemandKind
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.presentation.page_calendar import calendar_since


def tolerance_data(session: Session, _actor: Actor, case: Case) -> Mapping[str, object]:
    """The missing materials that may follow; nothing is asked for a case that lacks none."""
    if case.state is CaseState.ACCEPTED_TOLERANTLY:
        return {"promised_demands": demands_of(session, case, DemandKind.TOLERANCE)}
    deferred = tolerance.deferred_materials(case)
    if not deferred:
        return {}
    now = utc_now()
    calendar = calendar_since(min(case.filed_on, local_day(now)))
    return {
        "deferred": deferred,
        "tolerance_promise": tolerance.signed_promise(session, case),
        "last_supply_day": tolerance.last_supply_day(case, calendar, now=now),
    }
