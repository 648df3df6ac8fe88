"""Checks of the tables of a city: every fault with its file and row, before anything is loaded."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Final

from guides.city_folder.faults import FolderFault, TableFault
from guides.city_folder.tables import (
    AGENCIES,
    CALENDAR,
    DIVISIONS,
    IMPLEMENTATIONS,
    POINTS,
    CityTables,
    TableRow,
)
from guides.division_codes import CODE_LENGTH, contains
from guides.enumerations import DivisionLevel

YES, NO = "yes", "no"
KEYS: Final = {
    DIVISIONS: (("code",),),
    AGENCIES: (("code",), ("document_prefix",)),
    IMPLEMENTATIONS: (("implementation_code",), ("item_code", "division_code")),
    POINTS: (("code",),),
    CALENDAR: (("day",),),
}
"""What is written once in a file."""


def check_tables(
    tables: CityTables,
    *,
    item_codes: Collection[str],
    is_credit_code: Callable[[str], bool],
    stored_divisions: Collection[str],
    site_prefix: str = "",
) -> list[TableFault]:
    """All faults of the tables. `item_codes` are the items that the site has or gets with its samples,
    `stored_divisions` the divisions that it has: those of another city cannot stand beside these.
    """
    faults = [*tables.faults]
    divisions = {row["code"]: row for row in tables.rows[DIVISIONS]}
    agencies = {row["code"] for row in tables.rows[AGENCIES]}
    for name, keys in KEYS.items():
        for key in keys:
            faults.extend(_repeated(name, tables, key))
    for row in tables.rows[DIVISIONS]:
        faults.extend(_division_faults(row, divisions))
    if tables.rows[DIVISIONS] and not any(row["level"] == DivisionLevel.CITY for row in divisions.values()):
        faults.append(TableFault(FolderFault.NO_CITY, DIVISIONS))
    if other := sorted(set(stored_divisions) - set(divisions)):
        faults.append(TableFault(FolderFault.OTHER_CITY, DIVISIONS, value=other[0]))
    for row in tables.rows[AGENCIES]:
        faults.extend(_agency_faults(row, is_credit_code, site_prefix))
    for name in (AGENCIES, IMPLEMENTATIONS, POINTS):
        unknown = FolderFault.DIVISION_UNKNOWN
        faults.extend(_unknown(name, tables, "division_code", divisions, unknown))
    faults.extend(_unknown(IMPLEMENTATIONS, tables, "agency_code", agencies, FolderFault.AGENCY_UNKNOWN))
    faults.extend(_unknown(IMPLEMENTATIONS, tables, "item_code", item_codes, FolderFault.ITEM_UNKNOWN))
    faults.extend(_unknown_items(tables, item_codes))
    for row in tables.rows[CALENDAR]:
        faults.extend(_calendar_faults(row))
    return faults


def _repeated(name: str, tables: CityTables, key: tuple[str, ...]) -> Iterator[TableFault]:
    seen: set[tuple[str, ...]] = set()
    for row in tables.rows[name]:
        value = tuple(row[column] for column in key)
        if not all(value):
            continue
        if value in seen:
            yield TableFault(FolderFault.REPEATED, name, row.number, key[0], " ".join(value))
        seen.add(value)


def _division_faults(row: TableRow, divisions: Collection[str]) -> Iterator[TableFault]:
    code, parent, at = row["code"], row["parent_code"], (DIVISIONS, row.number)
    if code and not (len(code) == CODE_LENGTH and code.isascii() and code.isdigit()):
        yield TableFault(FolderFault.DIVISION_CODE, *at, "code", code)
    if row["level"] and row["level"] not in set(DivisionLevel):
        yield TableFault(FolderFault.LEVEL, *at, "level", row["level"])
    if not parent:
        if row["level"] != DivisionLevel.CITY:
            yield TableFault(FolderFault.VALUE_MISSING, *at, "parent_code")
    elif parent not in divisions:
        yield TableFault(FolderFault.PARENT_UNKNOWN, *at, "parent_code", parent)
    elif not contains(parent, code) or parent == code:
        yield TableFault(FolderFault.PARENT_OUTSIDE, *at, "parent_code", parent)


def _agency_faults(
    row: TableRow, is_credit_code: Callable[[str], bool], site_prefix: str
) -> Iterator[TableFault]:
    at, prefix = (AGENCIES, row.number), row["document_prefix"]
    if row["code"] and not is_credit_code(row["code"]):
        yield TableFault(FolderFault.CREDIT_CODE, *at, "code", row["code"])
    if prefix and prefix == site_prefix:
        yield TableFault(FolderFault.PREFIX_TAKEN, *at, "document_prefix", prefix)


def _unknown_items(tables: CityTables, item_codes: Collection[str]) -> Iterator[TableFault]:
    for row in tables.rows[POINTS]:
        for code in row["items"].split():
            if code not in item_codes:
                yield TableFault(FolderFault.ITEM_UNKNOWN, POINTS, row.number, "items", code)


def _unknown(
    name: str, tables: CityTables, column: str, known: Collection[str], fault: FolderFault
) -> Iterator[TableFault]:
    for row in tables.rows[name]:
        if row[column] and row[column] not in known:
            yield TableFault(fault, name, row.number, column, row[column])


def _calendar_faults(row: TableRow) -> Iterator[TableFault]:
    at = (CALENDAR, row.number)
    try:
        date.fromisoformat(row["day"] or "2000-01-01")
    except ValueError:
        yield TableFault(FolderFault.NOT_A_DAY, *at, "day", row["day"])
    if row["is_working"] and row["is_working"] not in {YES, NO}:
        yield TableFault(FolderFault.NOT_YES_OR_NO, *at, "is_working", row["is_working"])
