"""Transition tables of cases: state, action and next state (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)
Action = TypeVar("Action", bound=StrEnum)


class TransitionRefused(Exception):
    """This action is not possible in this state."""

    def __init__(self, state: StrEnum, action: StrEnum) -> None:
        super().__init__(f"a case that is {state} cannot {action}")
        self.state = state
        self.action = action


@dataclass(frozen=True)
class TransitionTable(Generic[State, Action]):
    """All transitions of one kind of case, and its opening actions with their first states."""

    next_states: Mapping[tuple[State, Action], State]
    first_states: Mapping[Action, State] = field(default_factory=dict)

    def next_state(self, state: State, action: Action) -> State:
        """The state after `action`; raises TransitionRefused when the table does not list it."""
        try:
            return self.next_states[state, action]
        except KeyError:
            raise TransitionRefused(state, action) from None

    def possible_actions(self, state: State) -> tuple[Action, ...]:
        """The actions possible in this state, in the table's order."""
        return tuple(action for (from_state, action) in self.next_states if from_state is state)
