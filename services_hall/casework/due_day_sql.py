"""SQL expression for the day by which a debtor must act, from a table of obligations."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func

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


def _first(days: Sequence[SQLColumnExpression[date | None]]) -> SQLColumnExpression[date | None]:
    """The first of these days that is not empty."""
    return days[0] if len(days) == 1 else func.coalesce(*days)
