"""The limits of an agency: for accepting a case and for deciding it (pure)."""

from datetime import date
from enum import StrEnum
from typing import Final

from guides.calendar import WorkingDays, due_day, latest_possible_day
from guides.enumerations import Unit
from guides.terms import Limits, SupplementRule
from services_hall.casework.deadlines import BindingLimit

ACCEPTANCE_DAYS: Final = 5
"""Working days within which an agency answers whether it accepts, where the guide says nothing else."""


class LimitSource(StrEnum):
    """Where the limit of a decision comes from."""

    COMMITMENT = "commitment"
    PROMISED = "promised"
    LEGAL = "legal"


def binding_limit(limits: Limits, *, by_commitment: bool) -> BindingLimit:
    """The limit that binds: at once by commitment, else the promise.

    行政许可法 art. 42: a shorter promised limit binds.
    """
    if by_commitment:
        return BindingLimit(0, Unit.WORKING_DAY, LimitSource.COMMITMENT)
    return BindingLimit(limits.promised.days, limits.promised.unit, LimitSource.PROMISED)


def acceptance_due_on(received_on: date, supplement: SupplementRule | None, calendar: WorkingDays) -> date:
    """The day by which the agency answers whether it accepts: 5 working days, or as the guide says.

    行政许可法 art. 32(4): no notice in time means accepted from the day of receipt.
    """
    return due_day(received_on, *_acceptance_limit(supplement), calendar).day


def acceptance_horizon(received_on: date, supplement: SupplementRule | None) -> date:
    """The last day of the calendar that `acceptance_due` can need."""
    return latest_possible_day(received_on, *_acceptance_limit(supplement))


def _acceptance_limit(supplement: SupplementRule | None) -> tuple[int, Unit]:
    return (supplement.days, supplement.unit) if supplement else (ACCEPTANCE_DAYS, Unit.WORKING_DAY)
