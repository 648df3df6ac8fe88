"""Part of a case's page: the law that changed since the application, and the bar of an applicant."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services_hall.applications.clocks.notice_days import counts_as_accepted
from services_hall.applications.decisions.law_changes import AppliedLaw, recorded_law
from services_hall.applications.lifecycle import CaseState
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues


def law_part(desk: DeskCase) -> CasePart:
    """The edition whose law is newer, with the record that is due; until when the applicant is barred."""
    current = desk.newer_law if desk.is_accepted else None
    if current is None:
        return CasePart(_bar(desk))
    form = CaseForm("applied_law", _l("记录适用的规定"), FormRank.NEXT, "apply_law", _choices)
    forms = [] if recorded_law(desk.case, current) else [form]
    return CasePart({**_bar(desk), "newer_law": current}, forms)


def _bar(desk: DeskCase) -> dict[str, object]:
    """Until when the applicant is barred, and whether the agency can still refuse the application."""
    case = desk.case
    if case.state is not CaseState.RECEIVED and not (desk.is_accepted and case.is_deemed_accepted):
        return {}
    is_open = case.state is CaseState.RECEIVED and not counts_as_accepted(case, today=desk.today)
    return {"barred_until": desk.barred_until, "is_refusable": is_open}


def _choices() -> FormValues:
    return {
        "law_choices": [
            (AppliedLaw.NEW, _("适用新的规定")),
            (AppliedLaw.OLD, _("适用旧的规定（本部门无正当理由拖延，新规定对申请人不利）")),
        ]
    }
