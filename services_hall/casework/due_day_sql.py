"""SQL expressions for the day by which a debtor must act, from a table of obligations, and for its light."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, func, or_

from services_hall.casework.lights import LightDays
from services_hall.casework.obligations import Debtor, ObligationTable


def due_on_expression(
    table: ObligationTable[Any],
    debtor: Debtor,
    *,
    state: SQLColumnExpression[Any],
    due_days: Mapping[StrEnum, SQLColumnExpression[date | None]],
) -> ColumnElement[date | None]:
    """Like `ObligationTable.due_on`, for the rows of a query; `due_days` are the columns by name."""
    states = table.states_by_due_days(debtor)
    return case(
        *((state.in_(sorted(group)), _first([due_days[one] for one in due])) for due, group in states.items())
    )


def passed_days(days: LightDays, began_after: Callable[[date], ColumnElement[bool]]) -> ColumnElement[int]:
    """The working days that have passed since a limit began, at most as many as a light depends on.

    `began_after` is the condition for limits that began after a day; others began before it, or long ago.
    """
    later = [(began_after(day), passed) for passed, day in enumerate(days.begun_by[1:])]
    return case(*later, else_=len(later))


def is_amber(
    days: LightDays, due_on: ColumnElement[date | None], passed: ColumnElement[int]
) -> ColumnElement[bool]:
    """Whether `LightDays.colour` is amber, for the rows of a query with a due day."""
    counts = enumerate(days.last_due)
    return and_(due_on >= days.today, or_(*(and_(due_on <= last, passed >= left) for left, last in counts)))


def _first(days: Sequence[SQLColumnExpression[date | None]]) -> SQLColumnExpression[date | None]:
    """The first of these days that is not empty."""
    return days[0] if len(days) == 1 else func.coalesce(*days)
