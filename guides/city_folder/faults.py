"""What can be wrong in the tables of a city: a code, the file, the row and the column."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guides.errors import GuidesError


class FolderFault(StrEnum):
    """The kinds of fault in a folder of tables."""

    FILE_MISSING = "file_missing"
    NOT_READABLE = "not_readable"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    VALUE_MISSING = "value_missing"
    TOO_LONG = "too_long"
    DIVISION_CODE = "division_code"
    CREDIT_CODE = "credit_code"
    LEVEL = "level"
    REPEATED = "repeated"
    PARENT_UNKNOWN = "parent_unknown"
    PARENT_OUTSIDE = "parent_outside"
    NO_CITY = "no_city"
    OTHER_CITY = "other_city"
    DIVISION_UNKNOWN = "division_unknown"
    AGENCY_UNKNOWN = "agency_unknown"
    ITEM_UNKNOWN = "item_unknown"
    PREFIX_TAKEN = "prefix_taken"
    NOT_A_DAY = "not_a_day"
    NOT_YES_OR_NO = "not_yes_or_no"


@dataclass(frozen=True)
class TableFault:
    """A fault: `row` counts the lines of the file from 1, the heading included; 0 is the whole file."""

    code: FolderFault
    file: str
    row: int = 0
    column: str = ""
    value: str = ""


class FolderInvalid(GuidesError):
    """The tables have faults; nothing was loaded."""

    def __init__(self, faults: Sequence[TableFault]) -> None:
        super().__init__(f"{len(faults)} faults in the tables")
        self.faults = tuple(faults)
