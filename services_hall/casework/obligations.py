"""Who owes what by which day, as a table of a case's states (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)


class Debtor(StrEnum):
    """Who has to act next."""

    AGENCY = "agency"
    APPLICANT = "applicant"


@dataclass(frozen=True)
class Obligation:
    """What is owed, by whom, and the name of its due day; None where no day is set."""

    debtor: Debtor
    duty: StrEnum
    due: StrEnum | None


@dataclass(frozen=True)
class ObligationTable(Generic[State]):
    """The obligations of one kind of case; in a state that is not listed nobody owes anything."""

    by_state: Mapping[State, Obligation]

    def of(self, state: State, debtor: Debtor) -> Obligation | None:
        """What this debtor owes in this state."""
        found = self.by_state.get(state)
        return found if found is not None and found.debtor is debtor else None

    def due_on(self, state: State, debtor: Debtor, due_days: Mapping[StrEnum, date | None]) -> date | None:
        """The day by which this debtor owes something, from the case's due days by name."""
        found = self.of(state, debtor)
        return None if found is None or found.due is None else due_days.get(found.due)

    def states_by_due_day(self, debtor: Debtor) -> dict[StrEnum, list[State]]:
        """The states in which each due day binds this debtor."""
        states: dict[StrEnum, list[State]] = {}
        for state, obligation in self.by_state.items():
            if obligation.debtor is debtor and obligation.due is not None:
                states.setdefault(obligation.due, []).append(state)
        return states
