"""Administrative divisions in the database: places that exist, districts, streets."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Exists, exists, false, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from guides.division_codes import CODE_LENGTH, LEVEL_LENGTHS, district_code, division_prefix
from guides.enumerations import DivisionLevel
from guides.errors import DivisionNotFound
from guides.models import Division
from guides.streets import Street


def is_enclosing(column: InstrumentedAttribute[Any], code: BindParameter[str]) -> ColumnElement[bool]:
    """The condition that a column of codes contains one of the `enclosing_codes` of a 12-digit code."""
    return column.in_(
        [
            func.substr(code, 1, length).concat(literal_column(f"'{'0' * (CODE_LENGTH - length)}'"))
            for length in LEVEL_LENGTHS
        ]
    )


def lies_in(column: InstrumentedAttribute[Any], place: str) -> ColumnElement[bool]:
    """`contains` as an SQL condition on a column of codes."""
    return column.like(f"{division_prefix(place)}%") if place.isdigit() else false()


def division_exists(code: Any) -> Exists:
    """The SQL condition that a division has this code, given as a text or a bound parameter."""
    return exists(select(Division.code).where(Division.code == code))


def require_division(session: Session, code: str) -> None:
    """Raises DivisionNotFound for a code without a division."""
    if not session.scalar(select(division_exists(code))):
        raise DivisionNotFound(code)


def city_streets(session: Session, among: Collection[str] | None = None) -> dict[str, Street]:
    """The streets and townships of the city by code, only those with a code `among` these. One query."""
    levels = (DivisionLevel.DISTRICT, DivisionLevel.STREET)
    query = select(Division.code, Division.name, Division.level).where(Division.level.in_(levels))
    if among is not None:
        query = query.where(Division.code.in_({*among, *(district_code(code) for code in among)}))
    rows = session.execute(query.order_by(Division.code)).all()
    above = {row.code: row.name for row in rows if row.level is DivisionLevel.DISTRICT}
    return {
        row.code: Street(above.get(district_code(row.code), ""), row.name)
        for row in rows
        if row.level is DivisionLevel.STREET
    }


def districts(session: Session) -> list[Division]:
    """The city's districts, by code."""
    query = select(Division).where(Division.level == DivisionLevel.DISTRICT).order_by(Division.code)
    return list(session.scalars(query))
