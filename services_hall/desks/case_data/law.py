"""What the page of a case shows about the law that changed since the application."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services_hall.applications.bars import bar_of
from services_hall.applications.law_changes import AppliedLaw, newer_law, recorded_law
from services_hall.applications.lifecycle import ACCEPTED, CaseState
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor


def law_data(session: Session, _actor: Actor, case: Case) -> Mapping[str, object]:
    """The edition whose law is newer and what was recorded about it; until when the applicant is barred."""
    if case.state is CaseState.RECEIVED:
        return {"barred_until": bar_of(session, case, today=local_day(utc_now()))}
    if case.state not in ACCEPTED:
        return {}
    current = newer_law(session, case)
    if current is None:
        return {}
    return {
        "newer_law": current,
        "recorded_law": recorded_law(case, current),
        "law_choices": [
            (AppliedLaw.NEW, _("适用新的规定")),
            (AppliedLaw.OLD, _("适用旧的规定（本部门无正当理由拖延，新规定对申请人不利）")),
        ],
    }
