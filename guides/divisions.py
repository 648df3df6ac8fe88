"""Administrative divisions: the rule of what contains what, the districts, the path from the city down.

A 12-digit code names its levels from the left: 2 digits the province, 4 the city, 6 the district, 9 the
street (township), 12 the community (village); the rest is zeros (GB/T 2260, GB/T 10114). What contains what
is read from the codes alone.
"""

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Exists, exists, false, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from guides.enumerations import DivisionLevel
from guides.errors import DivisionNotFound
from guides.models import Division

CODE_LENGTH: Final = 12
LEVEL_LENGTHS: Final = (2, 4, 6, 9, 12)
"""How many leading digits name a division of each level, the province's first."""


def division_prefix(code: str) -> str:
    """The leading digits that a division's code shares with those of everything inside it."""
    length = next((length for length in LEVEL_LENGTHS if not code[length:].strip("0")), CODE_LENGTH)
    return code[:length]


def contains(place: str, code: str) -> bool:
    """Whether the division `code` is `place` or lies in it."""
    return code.startswith(division_prefix(place))


def enclosing_codes(code: str) -> tuple[str, ...]:
    """The codes of the division itself and of those that contain it, the nearest first.

    What is no 12-digit code contains itself alone.
    """
    if len(code) != CODE_LENGTH or not code.isdigit():
        return (code,)
    prefix = division_prefix(code)
    lengths = (length for length in reversed(LEVEL_LENGTHS) if length <= len(prefix))
    return tuple(prefix[:length].ljust(CODE_LENGTH, "0") for length in lengths)


def is_city(code: str) -> bool:
    """Whether the code is that of a city."""
    return len(division_prefix(code)) == LEVEL_LENGTHS[1]


def is_enclosing(column: InstrumentedAttribute[Any], code: BindParameter[str]) -> ColumnElement[bool]:
    """Whether a column of codes holds one of the `enclosing_codes` of a 12-digit code."""
    return column.in_(
        [
            func.substr(code, 1, length).concat(literal_column(f"'{'0' * (CODE_LENGTH - length)}'"))
            for length in LEVEL_LENGTHS
        ]
    )


def lies_in(column: InstrumentedAttribute[Any], place: str) -> ColumnElement[bool]:
    """`contains` as a condition on a column of codes."""
    return column.like(f"{division_prefix(place)}%") if place.isdigit() else false()


def division_exists(code: Any) -> Exists:
    """The condition that a division has this code, a text or a bound parameter."""
    return exists(select(Division.code).where(Division.code == code))


def require_division(session: Session, code: str) -> None:
    """Raises DivisionNotFound for a code that no division has."""
    if not session.scalar(select(division_exists(code))):
        raise DivisionNotFound(code)


def division_path(session: Session, code: str) -> list[Division]:
    """The division and those that contain it, the city first; raises DivisionNotFound."""
    require_division(session, code)
    query = select(Division).where(Division.code.in_(enclosing_codes(code))).order_by(Division.code)
    return list(session.scalars(query))


def districts(session: Session) -> list[Division]:
    """The city's districts, by code."""
    query = select(Division).where(Division.level == DivisionLevel.DISTRICT).order_by(Division.code)
    return list(session.scalars(query))
