"""How long an agency has, and how that was reckoned (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guides.calendar import WorkingDays, due_day, latest_possible_day


@dataclass(frozen=True)
class Limit:
    """An amount of time in its unit (working_day, calendar_day, month, hour), and where it comes from."""

    amount: int
    unit: str
    source: str


@dataclass(frozen=True)
class Deadline:
    """A due day with everything that is needed to check it by hand."""

    starts_on: date
    limit: Limit
    due_on: date
    is_provisional: bool
    days_off: tuple[date, ...]


def binding_limit(limits: Mapping[str, Any], *, by_commitment: bool) -> Limit | None:
    """The limit that binds: at once by commitment, else the promise, else the law's; None when left open.

    行政许可法 art. 42: a shorter promised limit binds.
    """
    if by_commitment:
        return Limit(0, "working_day", "commitment")
    for source in ("promised", "legal"):
        limit = limits.get(source)
        if limit and limit.get("days") is not None:
            return Limit(limit["days"], limit["unit"], source)
    return None


def decision_due(accepted_on: date, limit: Limit, calendar: WorkingDays) -> Deadline:
    """The last day for a decision; the day of acceptance itself is not counted.

    行政许可法 arts. 42, 82; 民法典 arts. 201, 203. Provisional when it reaches into a year without an
    official calendar.
    """
    end = due_day(accepted_on, limit.amount, limit.unit, calendar)
    days_off = tuple(
        day
        for day in (accepted_on + timedelta(days=n) for n in range(1, (end.day - accepted_on).days + 1))
        if not calendar.is_working(day)
    )
    return Deadline(accepted_on, limit, end.day, end.provisional, days_off)


def acceptance_due(received_on: date, supplement: Mapping[str, Any] | None, calendar: WorkingDays) -> date:
    """The day by which the agency answers whether it accepts: 5 working days, or as the guide says.

    行政许可法 art. 32(4): no notice in time means accepted from the day of receipt.
    """
    return due_day(received_on, *_acceptance_limit(supplement), calendar).day


def acceptance_horizon(received_on: date, supplement: Mapping[str, Any] | None) -> date:
    """The last day of the calendar that `acceptance_due` can need."""
    return latest_possible_day(received_on, *_acceptance_limit(supplement))


def _acceptance_limit(supplement: Mapping[str, Any] | None) -> tuple[int, str]:
    return (supplement["days"], supplement["unit"]) if supplement else (5, "working_day")
