"""Conditions and partial indexes of the tables of applications and cases."""

from sqlalchemy import Index, text


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The SQL condition that a column has one of these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def partial_index(name: str, *columns: str, where: str, table: str = "agency_case") -> Index:
    """An index of the rows that fulfil a condition."""
    return Index(f"ix_{table}_{name}", *columns, sqlite_where=text(where), postgresql_where=text(where))
