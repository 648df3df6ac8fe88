"""Tables as CSV files whose cells no spreadsheet program takes for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK: Final = "\ufeff"
"""By it spreadsheet programs know that the text is UTF-8."""


def csv_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table in UTF-8; a cell that could begin a formula gets an apostrophe before it."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def harmless(cell: str) -> str:
    """The text of a cell, which no program calculates."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell
