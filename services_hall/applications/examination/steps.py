"""Steps of the guide inside the agency: review and opinion, in the guide's order, each with its officer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from guides.enumerations import DecisionKind, StepKind
from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault, filled_text, readable_text
from services_hall.applications.cases import case_log
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import Case, CaseStep
from services_hall.casework.steps import finish_steps
from services_hall.casework.transitions import TransitionRefused
from services_hall.identity import Actor

INSIDE: Final = frozenset({StepKind.REVIEW, StepKind.SITE_CHECK})
"""Kinds of the steps between acceptance and decision."""
REVIEW_CONFIRMED: Final = "is_review_confirmed"
SITE_CHECK_REASON: Final = "site_check_reason"
"""The fields of a decision that account for the steps inside the agency that nobody has recorded."""


def record_step(
    session: Session, case: Case, *, step_key: str, text: str, officer: Actor, now: datetime
) -> None:
    """Record the result of the step that is next in the guide's order; the first one begins the review.

    行政许可法 art. 34. Raises TransitionRefused, ActionInvalid for an empty text and for another step.
    """
    begin_review(session, case, officer=officer, now=now)
    step = open_step(case)
    if step is None or step.key != step_key or step.kind is StepKind.SITE_CHECK:
        raise ActionInvalid({"step": FieldProblem(ActionFault.STEP_NOT_OPEN)})
    text = filled_text("step_text", text)
    finish_step(case, step, officer=officer, now=now)
    fact = fact_details(EventFact.STEP_RECORDED, step=step.name)
    log_step(session, case, fact, reason=text, officer=officer, now=now)


def begin_review(session: Session, case: Case, *, officer: Actor, now: datetime) -> None:
    """Move an accepted case into review; raises TransitionRefused for one that is granted on commitment."""
    if case.is_by_commitment:
        raise TransitionRefused(case.state, CaseAction.BEGIN_REVIEW)
    if case.state is CaseState.ACCEPTED:
        case_log.change_state(session, case, CaseAction.BEGIN_REVIEW, actor_id=officer.account_id, now=now)


def unrecorded_steps(case: Case, kind: StepKind) -> Sequence[CaseStep]:
    """The steps of this kind that nobody has recorded and that a decision must account for.

    None for a case that is decided at once: on the spot (即办件), or on commitment.
    """
    is_on_the_spot = case.application_item.edition.terms.decision_kind is DecisionKind.ON_THE_SPOT
    if is_on_the_spot or case.is_by_commitment:
        return ()
    return [step for step in inside_steps(case) if step.kind is kind and step.finished_at is None]


def account_for_steps(
    session: Session,
    case: Case,
    *,
    is_review_confirmed: bool,
    site_check_reason: str,
    officer: Actor,
    now: datetime,
) -> None:
    """Account for the unrecorded steps of the locked case before its decision (行政许可法 art. 34).

    A review becomes the officer's own if he confirms that he has carried it out; a site check that is not
    needed stays unfinished, and the reason goes into the event log. Raises ActionInvalid without the one or
    the other, TransitionRefused.
    """
    reviews, checks = (unrecorded_steps(case, kind) for kind in (StepKind.REVIEW, StepKind.SITE_CHECK))
    site_check_reason = readable_text(SITE_CHECK_REASON, site_check_reason)
    problems = {}
    if reviews and not is_review_confirmed:
        problems[REVIEW_CONFIRMED] = FieldProblem(ActionFault.REVIEW_NOT_RECORDED, {"steps": _names(reviews)})
    if checks and not site_check_reason:
        problems[SITE_CHECK_REASON] = FieldProblem(
            ActionFault.SITE_CHECK_NOT_RECORDED, {"steps": _names(checks)}
        )
    if problems:
        raise ActionInvalid(problems)
    finish_steps(case.steps, StepKind.REVIEW, officer_id=officer.account_id, now=now)
    if checks:
        fact = fact_details(EventFact.STEPS_LEFT_OUT, steps=[step.name for step in checks])
        log_step(session, case, fact, reason=site_check_reason, officer=officer, now=now)
        pass_over(checks)


def pass_over(steps: Iterable[CaseStep]) -> None:
    """Mark the steps that nobody finished as not begun, because the case goes on without them."""
    for step in steps:
        if step.finished_at is None:
            step.started_at = None


def log_step(
    session: Session,
    case: Case,
    fact: Mapping[str, Any],
    *,
    officer: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Write an internal step into the event log, with the officer's words; raises TransitionRefused."""
    case_log.change_state(
        session,
        case,
        CaseAction.RECORD_STEP,
        actor_id=officer.account_id,
        now=now,
        reason=reason,
        details=fact,
    )


def inside_steps(case: Case) -> Sequence[CaseStep]:
    """The steps between acceptance and decision, in the guide's order."""
    return [step for step in case.steps if step.kind in INSIDE]


def open_step(case: Case) -> CaseStep | None:
    """The first unfinished step inside the agency."""
    return next((step for step in inside_steps(case) if step.finished_at is None), None)


def finish_step(case: Case, step: CaseStep, *, officer: Actor, now: datetime) -> None:
    """Mark a step as done by this officer and begin the one after it."""
    step.started_at = step.started_at or now
    step.finished_at = now
    step.officer_id = officer.account_id
    following = open_step(case)
    if following is not None and following.started_at is None:
        following.started_at = now


def _names(steps: Sequence[CaseStep]) -> tuple[str, ...]:
    return tuple(step.name for step in steps)
