"""Changing a case's state: the one place that does, so that each change leaves its event."""

from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications.lifecycle import CaseAction, CaseState, next_state
from services_hall.applications.models import Case, CaseEvent, Step


def change(
    session: Session,
    case: Case,
    action: CaseAction,
    *,
    actor_id: int | None,
    now: datetime,
    reason: str | None = None,
    on_behalf_of_id: int | None = None,
) -> CaseState:
    """Carries out `action` on a locked case; raises TransitionRefused. `actor_id` None: the system."""
    old = CaseState(case.state)
    new = next_state(old, action)
    case.state = new
    session.add(
        CaseEvent(
            case_id=case.id,
            action=action,
            old_state=old,
            new_state=new,
            actor_id=actor_id,
            on_behalf_of_id=on_behalf_of_id,
            reason=reason,
            at=now,
        )
    )
    return new


def finish_steps(case: Case, *kinds: str, officer_id: int | None, now: datetime) -> None:
    """Marks the case's open steps of these kinds as done now."""
    for step in case.steps:
        if step.kind in kinds and step.finished_at is None:
            step.started_at = step.started_at or now
            step.finished_at = now
            step.officer_id = officer_id


def begin_step(case: Case, kind: str, *, now: datetime) -> Step | None:
    """Starts the case's first step of this kind that has not begun, if the guide has one."""
    for step in case.steps:
        if step.kind == kind and step.started_at is None:
            step.started_at = now
            return step
    return None
