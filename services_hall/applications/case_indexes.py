"""Conditions and partial indexes of the table of cases."""

from sqlalchemy import Index, text


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The SQL condition that a column has one of these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index of the cases that fulfil a condition."""
    return Index(f"ix_agency_case_{name}", *columns, sqlite_where=text(where), postgresql_where=text(where))
