"""Part of a case's page: tolerant acceptance, with what may follow and until when."""

from flask_babel import lazy_gettext as _l

from services_hall.applications import tolerance
from services_hall.applications.demands import demands_of
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.procedure_models import DemandKind
from services_hall.clock import local_day, utc_now
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues
from services_hall.presentation.page_calendar import calendar_since


def tolerance_part(desk: DeskCase) -> CasePart:
    """The missing materials that may follow; nothing is read for a case that lacks none."""
    if desk.case.state is CaseState.ACCEPTED_TOLERANTLY:
        return _promised(desk)
    deferred = tolerance.deferred_materials(desk.case)
    if not deferred:
        return CasePart()
    promise = tolerance.signed_promise(desk.session, desk.case)
    title = _l("容缺受理")
    form = CaseForm("tolerance", title, FormRank.NEXT, "accept_with_promise", lambda: _last_day(desk))
    values: FormValues = {"deferred": deferred, "tolerance_promise": promise}
    return CasePart(values, [form] if promise is not None else [])


def _promised(desk: DeskCase) -> CasePart:
    demands = demands_of(desk.session, desk.case, DemandKind.TOLERANCE)
    was_postponed = any(event.action is CaseAction.POSTPONE_SUPPLY for event in desk.case.events)
    form = CaseForm("supply_day", _l("因不可抗力延后补交"), FormRank.OTHER, "postpone")
    return CasePart({"promised_demands": demands}, [] if was_postponed else [form])


def _last_day(desk: DeskCase) -> FormValues:
    now = utc_now()
    calendar = calendar_since(min(desk.case.filed_on, local_day(now)))
    return {"last_supply_day": tolerance.last_supply_day(desk.case, calendar, now=now)}
