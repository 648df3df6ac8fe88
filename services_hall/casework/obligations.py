"""Obligations by state of a case: who must do what by which day (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)


class Debtor(StrEnum):
    """The party that must act next."""

    AGENCY = "agency"
    APPLICANT = "applicant"


@dataclass(frozen=True)
class Obligation:
    """An obligation: debtor, duty, and the name of its due day; None without a due day."""

    debtor: Debtor
    duty: StrEnum
    due: StrEnum | None


@dataclass(frozen=True)
class ObligationTable(Generic[State]):
    """The obligations of one kind of case; a state that is not listed has none."""

    by_state: Mapping[State, Obligation]

    def of(self, state: State, debtor: Debtor) -> Obligation | None:
        """The obligation of this debtor in this state, or None."""
        obligation = self.by_state.get(state)
        return obligation if obligation is not None and obligation.debtor is debtor else None

    def due_on(self, state: State, debtor: Debtor, due_days: Mapping[StrEnum, date | None]) -> date | None:
        """The day by which this debtor must act, from the case's due days by name."""
        obligation = self.of(state, debtor)
        return None if obligation is None or obligation.due is None else due_days.get(obligation.due)

    def states_by_due_day(self, debtor: Debtor) -> dict[StrEnum, list[State]]:
        """The states in which each due day applies to this debtor."""
        states: dict[StrEnum, list[State]] = {}
        for state, obligation in self.by_state.items():
            if obligation.debtor is debtor and obligation.due is not None:
                states.setdefault(obligation.due, []).append(state)
        return states
