"""Conditions and partial indexes of the tables of applications and cases."""

from typing import Final

from sqlalchemy import Index, text

from services_hall.applications.lifecycle import CHECK_PENDING, UNDECIDED

UNDELIVERED: Final = "state = 'granted' AND delivered_at IS NULL AND issue_due_on IS NOT NULL"
"""Grants whose result is still to be handed over."""


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The SQL condition that a column has one of these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def case_indexes() -> tuple[Index, ...]:
    """The indexes of the groups of cases that lists and jobs read."""
    return (
        partial_index(
            "open_work",
            "agency_code",
            "id",
            "state",
            "division_code",
            where=one_of("state", tuple(sorted(UNDECIDED))),
        ),
        partial_index("ended", "agency_code", "id", where="outcome IS NOT NULL"),
        partial_index("ended_states", "agency_code", "state", "division_code", where="outcome IS NOT NULL"),
        partial_index(
            "check_pending", "agency_code", "id", where=one_of("state", tuple(sorted(CHECK_PENDING)))
        ),
        partial_index("granted", "decided_at", "id", where="outcome = 'granted'"),
        partial_index("undelivered", "agency_code", "id", where=UNDELIVERED),
    )


def partial_index(
    name: str, *columns: str, where: str, table: str = "agency_case", is_unique: bool = False
) -> Index:
    """An index of the rows that fulfil a condition."""
    name, rows = f"ix_{table}_{name}", text(where)
    return Index(name, *columns, unique=is_unique, sqlite_where=rows, postgresql_where=rows)
