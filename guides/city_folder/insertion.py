"""Loading of checked tables: missing rows are added, existing ones stay as they are."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.city_folder.checks import YES
from guides.city_folder.tables import (
    AGENCIES,
    CALENDAR,
    DIVISIONS,
    IMPLEMENTATIONS,
    POINTS,
    CityTables,
    TableRow,
)
from guides.division_codes import is_city
from guides.models import (
    Agency,
    CalendarDay,
    Division,
    Implementation,
    ServiceItem,
    ServicePoint,
    ServicePointItem,
)
from guides.samples import load_sample, sample_codes
from guides.seeding import LEVEL_ORDER, insert_rows, item_rows, missing_rows, row_hash

SOURCE: Final = "city"
"""The source of a day of the calendar that stands in the tables of a city."""


def load_places(session: Session, tables: CityTables) -> None:
    """Add the divisions, parents first."""
    rows = [{**row.values, "parent_code": row["parent_code"] or None} for row in tables.rows[DIVISIONS]]
    rows.sort(key=lambda row: (LEVEL_ORDER[row["level"] or ""], row["code"] or ""))
    insert_rows(session, Division, missing_rows(session, Division.code, rows))


def load_bodies(session: Session, tables: CityTables) -> None:
    """Add agencies, the items of the sample guides, who handles what where, service points and days."""
    agencies = [_agency(row) for row in tables.rows[AGENCIES]]
    insert_rows(session, Agency, missing_rows(session, Agency.code, agencies))
    _add_items(session, agencies)
    item_ids = dict(session.execute(select(ServiceItem.code, ServiceItem.id)).tuples().all())
    known = set(session.scalars(select(Implementation.implementation_code)))
    rows = [
        _implementation(row, item_ids)
        for row in tables.rows[IMPLEMENTATIONS]
        if row["implementation_code"] not in known
    ]
    insert_rows(session, Implementation, rows)
    _add_points(session, tables, item_ids)
    days = set(session.scalars(select(CalendarDay.day)))
    new_days = [row for row in map(_day, tables.rows[CALENDAR]) if row["day"] not in days]
    insert_rows(session, CalendarDay, new_days)


def _agency(row: TableRow) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["name"],
        "role": row["kind"],
        "division_code": row["division_code"],
        "document_prefix": row["document_prefix"] or None,
    }


def _add_items(session: Session, agencies: list[dict[str, Any]]) -> None:
    owners = [
        {"role": one["role"], "code": one["code"], "division": one["division_code"]} for one in agencies
    ]
    samples = [load_sample(code) for code in sample_codes()]
    rows = item_rows(samples, [one for one in owners if is_city(one["division"])])
    insert_rows(session, ServiceItem, missing_rows(session, ServiceItem.code, rows))


def _implementation(row: TableRow, item_ids: Mapping[str, int]) -> dict[str, Any]:
    terms = {name: value for name, value in row.values.items() if name != "item_code"}
    digest = row_hash({**terms, "item": row["item_code"]})
    return {**terms, "item_id": item_ids[row["item_code"]], "hash": digest}


def _add_points(session: Session, tables: CityTables, item_ids: Mapping[str, int]) -> None:
    levels = dict(session.execute(select(Division.code, Division.level)).tuples().all())
    points = [{**row.values, "level": levels[row["division_code"]]} for row in tables.rows[POINTS]]
    new = missing_rows(session, ServicePoint.code, points)
    for point in new:
        items = sorted(str(point.pop("items")).split())
        row = ServicePoint(**point, hash=row_hash({**point, "items": items}))
        session.add(row)
        session.flush()
        insert_rows(
            session, ServicePointItem, [{"point_id": row.id, "item_id": item_ids[code]} for code in items]
        )


def _day(row: TableRow) -> dict[str, Any]:
    return {
        "day": date.fromisoformat(row["day"]),
        "is_working": row["is_working"] == YES,
        "note": row["note"],
        "source": SOURCE,
    }
