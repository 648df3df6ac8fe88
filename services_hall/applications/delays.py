"""The public reason for a decision that came after the promised day (优化营商环境条例 art. 36)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from services_hall.applications import case_log, papers
from services_hall.applications.action_faults import filled_reason
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import ActionDoneBefore, NothingDelayed
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case
from services_hall.clock import local_day
from services_hall.identity import Actor


def is_promise_missed(case: Case, *, today: date) -> bool:
    """Whether the decision is not there, or was not there, on the promised day."""
    if case.decision_due_on is None or case.paused_on is not None:
        return False
    last = today if case.decided_at is None else local_day(case.decided_at)
    return last > case.decision_due_on


def is_explanation_due(case: Case, *, today: date) -> bool:
    """Whether the agency must still write why the promise was missed."""
    is_possible = CaseAction.EXPLAIN_DELAY in CASE_TRANSITIONS.possible_actions(case.state)
    return is_possible and case.delay_reason is None and is_promise_missed(case, today=today)


def explain_delay(
    session: Session,
    case: Case,
    *,
    reason: str,
    officer: Actor,
    now: datetime,
    field: str = "delay_reason",
) -> None:
    """Tell the applicant of the locked case why the promised day was missed.

    Raises TransitionRefused, NothingDelayed, ActionDoneBefore, ActionInvalid.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.EXPLAIN_DELAY)
    if not is_promise_missed(case, today=local_day(now)):
        raise NothingDelayed
    if case.delay_reason is not None:
        raise ActionDoneBefore(CaseAction.EXPLAIN_DELAY)
    case.delay_reason = filled_reason(field, reason)
    case_log.change_state(
        session,
        case,
        CaseAction.EXPLAIN_DELAY,
        actor_id=officer.account_id,
        now=now,
        reason=case.delay_reason,
    )
    details = (
        {"reason": case.delay_reason, "due_on": case.decision_due_on.isoformat()}
        if case.decision_due_on
        else {}
    )
    papers.write_case_paper(session, case, PaperCode.DELAY, now=now, details=details)
