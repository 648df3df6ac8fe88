"""The tables of a city as they are written: one CSV file each, in UTF-8, with a heading."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Final

from guides.city_folder.faults import FolderFault, TableFault

DIVISIONS, AGENCIES = "divisions.csv", "agencies.csv"
IMPLEMENTATIONS, POINTS, CALENDAR = "implementations.csv", "service_points.csv", "calendar.csv"
COLUMNS: Final[Mapping[str, Mapping[str, int]]] = {
    DIVISIONS: {"code": 12, "name": 100, "level": 10, "parent_code": 12},
    AGENCIES: {"code": 18, "name": 200, "kind": 64, "division_code": 12, "document_prefix": 20},
    IMPLEMENTATIONS: {
        "item_code": 64,
        "division_code": 12,
        "agency_code": 18,
        "implementation_code": 64,
        "enquiry_phone": 40,
        "complaint_phone": 40,
        "address": 300,
        "appeal_body": 200,
        "second_appeal_body": 200,
        "appeal_channel": 300,
        "court": 200,
    },
    POINTS: {
        "code": 64,
        "name": 200,
        "division_code": 12,
        "address": 300,
        "hours": 300,
        "phone": 40,
        "items": 2000,
    },
    CALENDAR: {"day": 10, "is_working": 3, "note": 100},
}
"""The columns of each file, and the most characters of a value."""
OPTIONAL: Final[Mapping[str, frozenset[str]]] = {
    DIVISIONS: frozenset({"parent_code"}),
    AGENCIES: frozenset({"document_prefix"}),
    IMPLEMENTATIONS: frozenset(COLUMNS[IMPLEMENTATIONS])
    - {"item_code", "division_code", "agency_code", "implementation_code"},
    POINTS: frozenset({"address", "hours", "phone"}),
    CALENDAR: frozenset({"note"}),
}
"""The columns whose values may be empty; the column itself may be missing too."""
REQUIRED_FILES: Final = frozenset({DIVISIONS, AGENCIES})


@dataclass(frozen=True)
class TableRow:
    """A line of a table with its number in the file."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass(frozen=True)
class CityTables:
    """The rows of each file, and the faults found while reading them."""

    rows: Mapping[str, Sequence[TableRow]]
    faults: list[TableFault] = field(default_factory=list)


def read_tables(folder: Path) -> CityTables:
    """The tables of this folder; what cannot be read is among the faults."""
    faults: list[TableFault] = []
    return CityTables({name: list(_rows(folder / name, faults)) for name in COLUMNS}, faults)


def _rows(path: Path, faults: list[TableFault]) -> Iterator[TableRow]:
    name = path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if name in REQUIRED_FILES:
            faults.append(TableFault(FolderFault.FILE_MISSING, name))
        return
    except (OSError, UnicodeDecodeError):
        faults.append(TableFault(FolderFault.NOT_READABLE, name))
        return
    reader = csv.DictReader(StringIO(text, newline=""), restkey="", restval="")
    heading = [column.strip() for column in reader.fieldnames or ()]
    reader.fieldnames = heading
    wrong = [*_heading_faults(name, heading)]
    faults.extend(wrong)
    if wrong:
        return
    for line in reader:
        values = {column: (line.get(column) or "").strip() for column in COLUMNS[name]}
        row = TableRow(reader.line_num, values)
        faults.extend(_value_faults(name, row))
        yield row


def _heading_faults(name: str, heading: Sequence[str]) -> Iterator[TableFault]:
    for column in COLUMNS[name]:
        if column not in heading and column not in OPTIONAL[name]:
            yield TableFault(FolderFault.COLUMN_MISSING, name, 1, column)
    for column in heading:
        if column not in COLUMNS[name]:
            yield TableFault(FolderFault.COLUMN_UNKNOWN, name, 1, column)


def _value_faults(name: str, row: TableRow) -> Iterator[TableFault]:
    for column, longest in COLUMNS[name].items():
        value = row[column]
        if not value and column not in OPTIONAL[name]:
            yield TableFault(FolderFault.VALUE_MISSING, name, row.number, column)
        elif len(value) > longest:
            yield TableFault(FolderFault.TOO_LONG, name, row.number, column, str(longest))
