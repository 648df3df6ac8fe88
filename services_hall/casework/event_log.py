"""The event log of cases: each change of state with old state, new state, actor and time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Protocol

from sqlalchemy.orm import Session

from services_hall.casework.transitions import Action, State, TransitionTable


class StatefulCase(Protocol):
    """A case of any kind."""

    id: Any
    state: Any


@dataclass(frozen=True)
class EventRow:
    """The columns of an event that is written together with its case."""

    case_id: int
    action: StrEnum
    new_state: StrEnum
    actor_id: int | None
    on_behalf_of_id: int | None
    at: datetime
    old_state: StrEnum | None = None


@dataclass(frozen=True)
class EventLog(Generic[State, Action]):
    """The changes of one kind of case: its transition table, and the model of its events."""

    transitions: TransitionTable[State, Action]
    event: type[Any]

    def change(
        self,
        session: Session,
        case: StatefulCase,
        action: Action,
        *,
        actor_id: int | None,
        now: datetime,
        reason: str | None = None,
        on_behalf_of_id: int | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> State:
        """Apply `action` to a locked case and return the previous state; raises TransitionRefused.

        `actor_id` None means the system; `details` are values that JSON can hold.
        """
        old: State = case.state
        case.state = self.transitions.next_state(old, action)
        session.add(
            self.event(
                case_id=case.id,
                action=action,
                old_state=old,
                new_state=case.state,
                actor_id=actor_id,
                on_behalf_of_id=on_behalf_of_id,
                reason=reason,
                details=None if details is None else dict(details),
                at=now,
            )
        )
        return old

    def first_state(self, action: Action) -> State:
        """The first state of a case that is opened with this action."""
        return self.transitions.first_states[action]

    def first_event(
        self,
        case_id: int,
        action: Action,
        *,
        actor_id: int | None,
        on_behalf_of_id: int | None,
        now: datetime,
    ) -> EventRow:
        """The event of a case opened with this action, as a row for a bulk insert."""
        return EventRow(case_id, action, self.first_state(action), actor_id, on_behalf_of_id, now)
