"""Changing a case's state: the one place that does, so that each change leaves its event."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from services_hall.applications.lifecycle import CaseAction, CaseState, next_state
from services_hall.applications.models import Case, CaseEvent, Step
from services_hall.audit.record import record
from services_hall.identity import accounts

AUDITED: Final = frozenset(
    {
        CaseAction.ACCEPT,
        CaseAction.ACCEPT_TOLERANTLY,
        CaseAction.REFUSE,
        CaseAction.CLOSE,
        CaseAction.DECLARE_NOT_IN_POWER,
        CaseAction.DECLARE_NO_LICENCE_NEEDED,
        CaseAction.GRANT,
        CaseAction.GRANT_ON_COMMITMENT,
        CaseAction.DENY,
        CaseAction.KEEP,
        CaseAction.ANNUL,
        CaseAction.TERMINATE,
    }
)
"""What an officer answers for and is recorded beside its event; what the hall does by itself is not."""


def change_state(
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
    if actor_id is not None and action in AUDITED:
        _record(session, case, action, old, actor_id)
    return new


def _record(session: Session, case: Case, action: CaseAction, old: CaseState, actor_id: int) -> None:
    """The change in the record, without its reason; the half-changed case is not written out for it."""
    with session.no_autoflush:
        actor = accounts.public_id_of(session, actor_id)
    details = {"item": case.item_code, "agency": case.agency_code, "old": old, "new": case.state}
    record(session, actor=actor, action=f"case.{action}", subject=case.number, details=details)


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
