"""The event log of cases: every change of a state is written with old state, new state, person and time."""

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
    """The columns of the first event of a case, which is written together with the case."""

    case_id: int
    action: StrEnum
    new_state: StrEnum
    actor_id: int | None
    on_behalf_of_id: int | None
    at: datetime


@dataclass(frozen=True)
class EventLog(Generic[State, Action]):
    """The changes of one kind of case: its transitions, and the model of its events."""

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
    ) -> State:
        """Carries out `action` on a locked case and gives the state before; raises TransitionRefused.

        `actor_id` None stands for the system.
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
                at=now,
            )
        )
        return old

    def first_state(self, action: Action) -> State:
        """The state in which this action opens a case."""
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
        """The event of a case that this action opened, as a row to be inserted with others."""
        return EventRow(case_id, action, self.first_state(action), actor_id, on_behalf_of_id, now)
