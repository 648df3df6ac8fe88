"""Administrative divisions: containment, districts, path from the city down.

A 12-digit code contains its levels from the left: 2 digits for the province, 4 for the city, 6 for the
district, 9 for the street (township), 12 for the community (village); the rest is zeros (GB/T 2260, GB/T
10114). Containment is computed from the codes alone.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Exists, exists, false, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from guides.enumerations import DivisionLevel
from guides.errors import DivisionNotFound
from guides.models import Division
from guides.streets import Street

CODE_LENGTH: Final = 12
LEVEL_LENGTHS: Final = (2, 4, 6, 9, 12)
"""The number of leading digits that identify a division of each level, beginning with the province."""


def division_prefix(code: str) -> str:
    """The leading digits that a division's code shares with the codes of everything inside it."""
    length = next((length for length in LEVEL_LENGTHS if not code[length:].strip("0")), CODE_LENGTH)
    return code[:length]


def contains(place: str, code: str) -> bool:
    """True when the division `code` is `place` or is inside it."""
    return code.startswith(division_prefix(place))


def enclosing_codes(code: str) -> tuple[str, ...]:
    """The codes of the division and of the divisions that contain it, nearest first.

    A text that is not a 12-digit code is only contained in itself.
    """
    if len(code) != CODE_LENGTH or not code.isdigit():
        return (code,)
    prefix = division_prefix(code)
    lengths = (length for length in reversed(LEVEL_LENGTHS) if length <= len(prefix))
    return tuple(prefix[:length].ljust(CODE_LENGTH, "0") for length in lengths)


def district_code(code: str) -> str:
    """The code of the district that contains the division; for a city, its own code."""
    return code[: LEVEL_LENGTHS[2]].ljust(CODE_LENGTH, "0")


def is_city(code: str) -> bool:
    """True for the code of a city."""
    return len(division_prefix(code)) == LEVEL_LENGTHS[1]


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
