"""Obligations by state of a case: who must do what by which day (pure)."""

from collections.abc import Mapping, Sequence
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
    """The obligations of one kind of case; a state that is not listed has none.

    Of several obligations of one debtor in a state the first one is due whose due day is not empty.
    """

    by_state: Mapping[State, Sequence[Obligation]]

    def of(self, state: State, debtor: Debtor) -> Sequence[Obligation]:
        """The obligations of this debtor in this state."""
        return [one for one in self.by_state.get(state, ()) if one.debtor is debtor]

    def due_on(self, state: State, debtor: Debtor, due_days: Mapping[StrEnum, date | None]) -> date | None:
        """The day by which this debtor must act, from the case's due days by name."""
        days = (due_days.get(one.due) for one in self.of(state, debtor) if one.due is not None)
        return next((day for day in days if day is not None), None)

    def states_by_due_days(self, debtor: Debtor) -> dict[tuple[StrEnum, ...], list[State]]:
        """The states in which each due day, or the first one of several, applies to this debtor."""
        states: dict[tuple[StrEnum, ...], list[State]] = {}
        for state in self.by_state:
            due = tuple(one.due for one in self.of(state, debtor) if one.due is not None)
            if due:
                states.setdefault(due, []).append(state)
        return states
