"""Faults in the tables of a city as lines of a message, with file, line and column."""

from collections.abc import Mapping
from typing import Final

from guides.city_folder import FolderFault, TableFault
from services_hall.cli.language import say

SENTENCES: Final[Mapping[FolderFault, str]] = {
    FolderFault.FILE_MISSING: "the file is missing",
    FolderFault.NOT_READABLE: "the file cannot be read; save it as CSV in UTF-8",
    FolderFault.COLUMN_MISSING: "the column is missing",
    FolderFault.COLUMN_UNKNOWN: "there is no such column",
    FolderFault.VALUE_MISSING: "the value is missing",
    FolderFault.TOO_LONG: "at most {value} characters",
    FolderFault.DIVISION_CODE: "{value} is no 12-digit code",
    FolderFault.CREDIT_CODE: "{value} is no valid 18-character credit code",
    FolderFault.LEVEL: "{value} is no level: city, district, street or community",
    FolderFault.REPEATED: "{value} is written twice",
    FolderFault.PARENT_UNKNOWN: "the parent {value} is not in the file",
    FolderFault.PARENT_OUTSIDE: "the code does not lie in its parent {value}",
    FolderFault.NO_CITY: "no line has the level city",
    FolderFault.OTHER_CITY: "the site has the division {value} of another city: use a new data folder",
    FolderFault.DIVISION_UNKNOWN: "there is no division {value} in divisions.csv",
    FolderFault.AGENCY_UNKNOWN: "there is no agency {value} in agencies.csv",
    FolderFault.ITEM_UNKNOWN: "there is no item {value}",
    FolderFault.PREFIX_TAKEN: "the site itself numbers its papers under {value}",
    FolderFault.NOT_A_DAY: "{value} is no day; write it like 2027-01-04",
    FolderFault.NOT_YES_OR_NO: "{value} is neither yes nor no",
}


def fault_line(fault: TableFault) -> str:
    """The line of a fault: where it is, and what is wrong."""
    place = "{file}, line {row}, {column}: " if fault.row else "{file}: "
    where = say(place, file=fault.file, row=fault.row, column=fault.column)
    return where + say(SENTENCES[fault.code], value=fault.value)
