"""The event log of an application's cases, and the audit entries of officers' actions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from guides.enumerations import ItemType
from services_hall.applications.cases import case_notices
from services_hall.applications.cases.absences import principal_of_officer
from services_hall.applications.lifecycle import (
    CASE_TRANSITIONS,
    OUTCOMES,
    TYPED_ACTIONS,
    CaseAction,
    CaseState,
    is_action_of_type,
)
from services_hall.applications.models import Case, CaseEvent
from services_hall.audit.record import record_action
from services_hall.casework.event_log import EventLog
from services_hall.casework.transitions import TransitionRefused
from services_hall.clock import local_day
from services_hall.identity import accounts

CASE_LOG: Final = EventLog(CASE_TRANSITIONS, CaseEvent)
NOT_AUDITED: Final = frozenset(
    {
        CaseAction.FILE,
        CaseAction.RECEIVE,
        CaseAction.SUPPLEMENT,
        CaseAction.SUPPLY,
        CaseAction.PLEAD_FORCE_MAJEURE,
        CaseAction.GIVE_MISSING,
        CaseAction.BEGIN_REVIEW,
        CaseAction.RECORD_STEP,
        CaseAction.WITHDRAW,
        CaseAction.OBJECT,
    }
)
"""All other actions of people are also recorded in the audit record; automatic actions are not."""


def change_state(
    session: Session,
    case: Case,
    action: CaseAction,
    *,
    actor_id: int | None,
    now: datetime,
    reason: str | None = None,
    on_behalf_of_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Apply `action` to a locked case; raises TransitionRefused. `actor_id` None means the system.

    An action that the item's type does not know is refused too. The first state after the end of a case sets
    its outcome, which never changes again. Who has an account is told in the same transaction. The substitute
    of the absent officer of the case acts on that officer's behalf.
    """
    require_action_of_type(case, action)
    if on_behalf_of_id is None and actor_id is not None:
        on_behalf_of_id = principal_of_officer(session, actor_id, case.assigned_to_id, today=local_day(now))
    old = CASE_LOG.change(
        session,
        case,
        action,
        actor_id=actor_id,
        now=now,
        reason=reason,
        on_behalf_of_id=on_behalf_of_id,
        details=details,
    )
    if case.outcome is None:
        case.outcome = OUTCOMES.get(case.state)
    case_notices.tell_of_action(session, case, action, now=now)
    if actor_id is not None and action not in NOT_AUDITED:
        _record(session, case, action, old, actor_id)


def possible_actions(case: Case) -> frozenset[CaseAction]:
    """The actions that the state of the case and the type of its item allow."""
    item_type = _item_type(case)
    actions = CASE_TRANSITIONS.possible_actions(case.state)
    return frozenset(action for action in actions if is_action_of_type(action, item_type))


def has_happened(case: Case, *actions: CaseAction) -> bool:
    """Whether one of these actions is in the log of the case.

    Every visit, notice, opinion, procedure and approved extension has its entry: without one there is nothing
    to read.
    """
    return any(event.action in actions for event in case.events)


def require_action_of_type(case: Case, action: CaseAction) -> None:
    """Raise TransitionRefused for an action that cases of this type of item do not know."""
    if action in TYPED_ACTIONS and not is_action_of_type(action, _item_type(case)):
        raise TransitionRefused(case.state, action)


def _item_type(case: Case) -> ItemType:
    return case.application_item.edition.terms.item_type


def _record(session: Session, case: Case, action: CaseAction, old: CaseState, actor_id: int) -> None:
    """Write an audit entry without the reason; does not flush the changed case."""
    with session.no_autoflush:
        actor = accounts.public_id_of(session, actor_id)
    facts = {"item": case.item_code, "agency": case.agency_code, "old": old, "new": case.state}
    record_action(session, actor=actor, action=f"case.{action}", subject=case.number, details=facts)
