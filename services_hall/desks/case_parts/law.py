"""Part of a case's page: the law that changed since the application, and the bar of an applicant."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services_hall.applications.bars import bar_of
from services_hall.applications.law_changes import AppliedLaw, newer_law, recorded_law
from services_hall.applications.lifecycle import CaseState
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues


def law_part(desk: DeskCase) -> CasePart:
    """The edition whose law is newer, with the record that is due; until when the applicant is barred."""
    session, case = desk.session, desk.case
    if case.state is CaseState.RECEIVED:
        return CasePart({"barred_until": bar_of(session, case, today=desk.today)})
    current = newer_law(session, case) if desk.is_accepted else None
    if current is None:
        return CasePart()
    form = CaseForm("applied_law", _l("记录适用的规定"), FormRank.NEXT, "apply_law", _choices)
    return CasePart({"newer_law": current}, [] if recorded_law(case, current) else [form])


def _choices() -> FormValues:
    return {
        "law_choices": [
            (AppliedLaw.NEW, _("适用新的规定")),
            (AppliedLaw.OLD, _("适用旧的规定（本部门无正当理由拖延，新规定对申请人不利）")),
        ]
    }
