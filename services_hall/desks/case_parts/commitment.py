"""Part of a case's page: the checks of a commitment after the grant."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.applications.decisions import commitments
from services_hall.applications.lifecycle import RESULT_HOLDS, CaseAction
from services_hall.applications.models import Case, CommitmentCheck
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues
from services_hall.desks.case_parts.decision import basis_options


def commitment_part(desk: DeskCase) -> CasePart:
    """The checks of a commitment, and the form of the next one."""
    if desk.case.state not in RESULT_HOLDS:
        return CasePart()
    form = CaseForm("check", _l("核查承诺"), FormRank.NEXT, "check", lambda: _check(desk))
    forms = [form] if CaseAction.KEEP in desk.may else []
    return CasePart({"checks": _checks(desk.session, desk.case)}, forms)


def _check(desk: DeskCase) -> FormValues:
    return {
        "basis_options": basis_options(desk.terms),
        "is_correction_first": commitments.is_correction_first(desk.case),
    }


def _checks(session: Session, case: Case) -> Sequence[CommitmentCheck]:
    if not case.is_by_commitment:
        return ()
    rows = select(CommitmentCheck).where(CommitmentCheck.case_id == case.id).order_by(CommitmentCheck.id)
    return session.scalars(rows).all()
