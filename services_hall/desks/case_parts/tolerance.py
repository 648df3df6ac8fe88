"""Part of a case's page: tolerant acceptance, with what may follow and until when."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from services_hall.applications.cases import case_log
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import DemandKind
from services_hall.applications.supplements.demands import demands_of
from services_hall.applications.tolerance import tolerant_acceptance
from services_hall.applications.tolerance.flaws import materials_that_may_be_flawed
from services_hall.applications.tolerance.supply_pleas import heard_pleas
from services_hall.clock import local_day, utc_now
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues, obstacle_of
from services_hall.presentation.page_calendar import calendar_since


def tolerance_part(desk: DeskCase) -> CasePart:
    """The missing materials that may follow; nothing is read for a case that lacks none."""
    if desk.case.state is CaseState.ACCEPTED_TOLERANTLY:
        return _promised(desk)
    deferred = tolerant_acceptance.deferred_materials(desk.case)
    promise = tolerant_acceptance.signed_promise(desk.session, desk.case) if deferred else None
    forms = [] if promise is not None else list(_flaw_forms(desk))
    if not deferred:
        return CasePart(forms=forms)
    if promise is not None:
        title = _l("容缺受理")
        accept = CaseForm(
            "tolerance",
            title,
            FormRank.NEXT,
            "accept_with_promise",
            lambda: _last_day(desk),
            obstacle=desk.bar or obstacle_of(lambda: _require_no_broken_promise(desk)),
        )
        forms.append(accept)
    return CasePart({"deferred": deferred, "tolerance_promise": promise}, forms)


def _require_no_broken_promise(desk: DeskCase) -> None:
    tolerant_acceptance.require_not_barred(desk.session, desk.case.application.holder_index)


def _flaw_forms(desk: DeskCase) -> Iterator[CaseForm]:
    if CaseAction.REPORT_FLAW not in desk.may:
        return
    if materials := materials_that_may_be_flawed(desk.case):
        options = [(one.material_key, one.name) for one in materials]
        title = _l("指出可以容缺的瑕疵")
        yield CaseForm("flaw", title, FormRank.OTHER, "note_flaw", lambda: {"flaw_options": options})


def _promised(desk: DeskCase) -> CasePart:
    demands = demands_of(desk.session, desk.case, DemandKind.TOLERANCE)
    is_pleaded = desk.case.supply_plea_at is not None
    rank = FormRank.NEXT if is_pleaded else FormRank.OTHER
    forms = []
    if not case_log.has_happened(desk.case, CaseAction.POSTPONE_SUPPLY):
        title = _l("因不可抗力延后补交")
        obstacle = obstacle_of(lambda: tolerant_acceptance.require_later_day(desk.case, today=desk.today))
        forms.append(CaseForm("supply_day", title, rank, "postpone", obstacle=obstacle))
    values: FormValues = {"promised_demands": demands}
    if is_pleaded:
        forms.append(CaseForm("plea_refusal", _l("不算不可抗力"), FormRank.ADVERSE, "refuse_plea"))
        heard = heard_pleas(desk.session, [desk.case])[desk.case.id]
        return CasePart({**values, "plea": heard.plea, "plea_files": heard.files}, forms)
    return CasePart(values, forms)


def _last_day(desk: DeskCase) -> FormValues:
    now = utc_now()
    calendar = calendar_since(min(desk.case.filed_on, local_day(now)))
    return {"last_supply_day": tolerant_acceptance.last_supply_day(desk.case, calendar, now=now)}
