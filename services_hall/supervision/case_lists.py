"""Cases behind the figures of a body: by item, place and days of filing, without a word about persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from guides.enumerations import ItemType
from guides.models import Division, ServiceItem
from services_hall.applications.clocks.due_days import agency_due_on
from services_hall.applications.lifecycle import UNDECIDED, CaseStanding
from services_hall.applications.models import Case
from services_hall.applications.numbering import case_number


class CaseGroup(StrEnum):
    """The cases of which a list is made."""

    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True)
class CaseQuery:
    """The body by code; item and place by code, days of filing; empty or None: all."""

    agency_code: str
    group: CaseGroup = CaseGroup.OPEN
    item_code: str = ""
    division_code: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ListedWork:
    """A case as supervisors see it: its number, item, place, state and days."""

    id: int
    number: str
    item_code: str
    item_name: str
    item_type: ItemType
    place: str
    standing: CaseStanding
    filed_on: date
    due_on: date | None


_GROUPS: Final = {
    CaseGroup.OPEN: Case.state.in_(tuple(sorted(UNDECIDED))),
    CaseGroup.ENDED: Case.outcome.is_not(None),
}


def cases_behind(
    session: Session, query: CaseQuery, *, after: int | None = None, limit: int
) -> Sequence[ListedWork]:
    """The cases of the query, the newest first, before the id `after`. One query, by the body's index."""
    rows = (
        select(
            Case.id,
            Case.application_id,
            Case.filed_on,
            Case.position,
            Case.item_code,
            Case.item_name,
            ServiceItem.item_type,
            Division.name,
            Case.state,
            Case.delivered_at,
            agency_due_on().label("due_on"),
        )
        .join(ServiceItem, ServiceItem.code == Case.item_code)
        .join(Division, Division.code == Case.division_code)
        .where(*_conditions(query))
        .order_by(Case.id.desc())
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(Case.id < after)
    return [
        ListedWork(
            row.id,
            case_number(row.application_id, row.filed_on, row.position),
            row.item_code,
            row.item_name,
            row.item_type,
            row.name,
            CaseStanding(row.state, row.delivered_at is not None),
            row.filed_on,
            row.due_on,
        )
        for row in session.execute(rows)
    ]


def _conditions(query: CaseQuery) -> list[ColumnElement[bool]]:
    found = [Case.agency_code == query.agency_code, _GROUPS[query.group]]
    if query.item_code:
        found.append(Case.item_code == query.item_code)
    if query.division_code:
        found.append(Case.division_code == query.division_code)
    if query.since is not None:
        found.append(Case.filed_on >= query.since)
    if query.until is not None:
        found.append(Case.filed_on <= query.until)
    return found
