"""Part of a case's page: the termination before the decision."""

from flask_babel import lazy_gettext as _l

from services_hall.applications.clocks.renewal_times import require_open_renewal
from services_hall.applications.decisions.terminations import possible_grounds
from services_hall.applications.lifecycle import CaseAction
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues, obstacle_of
from services_hall.desks.case_parts.decision import bases_of
from services_hall.presentation.case_words import TERMINATION_GROUNDS


def termination_part(desk: DeskCase) -> CasePart:
    """The form for a case in which nothing is left to decide."""
    if CaseAction.TERMINATE not in desk.may:
        return CasePart()
    obstacle = obstacle_of(lambda: require_open_renewal(desk.case, today=desk.today))
    title, rank = _l("终止办理"), FormRank.ADVERSE
    form = CaseForm("termination", title, rank, "terminate", lambda: _choices(desk), obstacle=obstacle)
    return CasePart(forms=[form])


def _choices(desk: DeskCase) -> FormValues:
    grounds = [(ground, TERMINATION_GROUNDS[ground]) for ground in possible_grounds(desk.case)]
    return {**bases_of(desk), "termination_grounds": grounds}
