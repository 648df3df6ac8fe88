"""Flaws of materials that were given and may be corrected after a tolerant acceptance (容缺受理)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault, filled_reason
from services_hall.applications.cases import case_log
from services_hall.applications.enumerations import MetBy
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case, Requirement
from services_hall.applications.tolerance.tolerant_acceptance import signed_promise
from services_hall.identity import Actor

FLAWED_MATERIAL: Final = "flawed_material"
FLAW: Final = "flaw"
"""The fields of a flaw."""
GIVEN: Final = frozenset({MetBy.FILE, MetBy.SEEN})
"""The ways in which the applicant gave a material."""


def materials_that_may_be_flawed(case: Case) -> Sequence[Requirement]:
    """The materials that the applicant gave and that the pinned edition lets follow; none on commitment."""
    if case.is_by_commitment:
        return ()
    deferrable = {
        one.key for one in case.application_item.edition.terms.materials if one.deferrable is not None
    }
    return [
        one
        for one in case.application_item.requirements
        if one.met_by in GIVEN and one.material_key in deferrable
    ]


def report_flaw(
    session: Session, case: Case, *, material_key: str, flaw: str, officer: Actor, now: datetime
) -> None:
    """Note in the locked case what is wrong with a given material, so that it may be corrected later.

    The applicant may then choose tolerance; what the guide does not let follow needs a supplement notice.
    Raises TransitionRefused, and ActionInvalid for another material, without words, or after the promise.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.REPORT_FLAW)
    case_log.require_action_of_type(case, CaseAction.REPORT_FLAW)
    found = {one.material_key: one for one in materials_that_may_be_flawed(case)}
    if material_key not in found:
        raise ActionInvalid({FLAWED_MATERIAL: FieldProblem(ActionFault.NOT_DEFERRABLE)})
    if signed_promise(session, case) is not None:
        raise ActionInvalid({FLAWED_MATERIAL: FieldProblem(ActionFault.PROMISE_SIGNED)})
    text, requirement = filled_reason(FLAW, flaw), found[material_key]
    reason = f"{requirement.name}：{text}"
    case_log.change_state(
        session, case, CaseAction.REPORT_FLAW, actor_id=officer.account_id, now=now, reason=reason
    )
    requirement.flaw = text
