"""Termination of a case by its agency before the decision, because nothing is left to decide (终止办理)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications import papers
from services_hall.applications.action_faults import ActionFault, filled_reason
from services_hall.applications.cases import case_log, dispatch
from services_hall.applications.clock_changes.special_procedures import running_procedure
from services_hall.applications.clocks.renewal_times import require_open_renewal
from services_hall.applications.enumerations import PaperCode, TerminationGround
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.grounds.decision_grounds import grant_basis
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case
from services_hall.clock import local_day
from services_hall.identity import Actor

GROUND: Final = "termination_ground"
FACTS: Final = "termination_facts"
BASIS_KEY: Final = "basis_key"
"""The fields of a termination."""


WORDS: Final = {
    TerminationGround.APPLICANT_DIED: "申请人死亡或者丧失行为能力",
    TerminationGround.ORGANISATION_ENDED: "申请单位依法终止",
    TerminationGround.OBJECT_GONE: "申请所涉及的场所、设备等标的已经不存在",
    TerminationGround.IMPOSSIBLE: "申请的事项已经无法实施",
}
"""The grounds in the words of the record and the paper."""


@dataclass(frozen=True)
class Termination:
    """Why an officer terminates a case; `basis_key` is an article of the guide, if one of them says so."""

    ground: str
    facts: str
    basis_key: str = ""


def possible_grounds(case: Case) -> tuple[TerminationGround, ...]:
    """The grounds that can apply to this applicant: a person dies, an organisation ends."""
    is_organisation = case.application.holder.is_organisation
    own = TerminationGround.ORGANISATION_ENDED if is_organisation else TerminationGround.APPLICANT_DIED
    return (own, TerminationGround.OBJECT_GONE, TerminationGround.IMPOSSIBLE)


def terminate_case(
    session: Session, case: Case, termination: Termination, *, officer: Actor, now: datetime
) -> None:
    """Terminate the locked case before its decision, with a paper that has reason and remedies.

    行政许可法 art. 38 for reason and remedies. A special procedure that still runs ends with it, cases that
    wait for the result end too. Raises TransitionRefused, RenewalDayPassed for a licence that counts as
    renewed, and ActionInvalid without a ground that fits the applicant, without facts, or for an article that
    the guide does not have.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.TERMINATE)
    require_open_renewal(case, today=local_day(now))
    ground, facts = _checked(case, termination)
    reason = f"{WORDS[ground]}。{facts}"
    procedure = running_procedure(session, case)
    if procedure is not None:
        procedure.ended_on, case.paused_on, case.paused_until = local_day(now), None, None
    case.basis_key = grant_basis(case.application_item.edition.terms, termination.basis_key)
    case_log.change_state(
        session,
        case,
        CaseAction.TERMINATE,
        actor_id=officer.account_id,
        now=now,
        reason=reason,
        details={"ground": ground},
    )
    case.reason, case.decided_at, case.decided_by_id = reason, now, officer.account_id
    papers.write_case_paper(
        session, case, PaperCode.TERMINATION, now=now, details={"reason": reason, "ground": ground}
    )
    dispatch.terminate_waiting(session, case, now=now)


def _checked(case: Case, termination: Termination) -> tuple[TerminationGround, str]:
    """The ground and the facts, checked together."""
    errors: dict[str, FieldProblem] = {}
    if termination.ground not in possible_grounds(case):
        errors[GROUND] = FieldProblem(ActionFault.GROUND_MISSING)
    facts = ""
    try:
        facts = filled_reason(FACTS, termination.facts)
    except ActionInvalid as error:
        errors |= error.errors
    if errors:
        raise ActionInvalid(errors)
    return TerminationGround(termination.ground), facts
