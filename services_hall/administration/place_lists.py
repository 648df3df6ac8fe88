"""Agencies and divisions from which a form offers a choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.enumerations import DivisionLevel
from guides.models import Agency, Division


@dataclass(frozen=True)
class Choice:
    """A place by code and name."""

    code: str
    name: str


def agency_choices(session: Session) -> Sequence[Choice]:
    """Every agency, by name."""
    rows = session.execute(select(Agency.code, Agency.name).order_by(Agency.division_code, Agency.name))
    return [Choice(code, name) for code, name in rows]


def division_choices(session: Session) -> Sequence[Choice]:
    """The city, its districts and streets, by code; communities are written as their code."""
    levels = (DivisionLevel.CITY, DivisionLevel.DISTRICT, DivisionLevel.STREET)
    rows = session.execute(
        select(Division.code, Division.name).where(Division.level.in_(levels)).order_by(Division.code)
    )
    return [Choice(code, name) for code, name in rows]
