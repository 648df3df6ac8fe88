"""The public reason for a decision, or a handing over, after the promised day (优化营商环境条例 art. 36)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from services_hall.applications import papers
from services_hall.applications.action_faults import filled_reason
from services_hall.applications.cases import case_log
from services_hall.applications.clocks.obligations import limit_met_at
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import ActionDoneBefore, NothingDelayed
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case
from services_hall.applications.paper_details import DelayDetails
from services_hall.clock import local_day
from services_hall.identity import Actor


def is_promise_missed(case: Case, *, today: date) -> bool:
    """Whether the event by which the promise ends did not come by the promised day.

    The event is the decision, or the handing over where the guide's limit includes it.
    """
    if case.decision_due_on is None or case.paused_on is not None:
        return False
    return (_met_on(case) or today) > case.decision_due_on


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
    papers.write_case_paper(session, case, PaperCode.DELAY, now=now, details=_details(case))


def _details(case: Case) -> DelayDetails | None:
    """What the paper says; with the day on which the promise was met after all, if it was."""
    if case.decision_due_on is None or case.delay_reason is None:
        return None
    return DelayDetails(case.delay_reason, case.decision_due_on, met_on=_met_on(case))


def _met_on(case: Case) -> date | None:
    """The day of the event by which the promise ends; None while it is awaited."""
    met_at = limit_met_at(
        case.limit_ends_with, case.outcome, decided_at=case.decided_at, delivered_at=case.delivered_at
    )
    return None if met_at is None else local_day(met_at)
