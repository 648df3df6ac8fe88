"""Lists a page at a time, by keyset: each page names where the next one begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request

from services_hall.web import request_limits

Row = TypeVar("Row")
Cursor = TypeVar("Cursor")


@dataclass(frozen=True)
class ListPage(Generic[Row, Cursor]):
    """One page of a list: its rows, where it begins (None: the first), and where the next one begins."""

    rows: Sequence[Row]
    after: Cursor | None
    next_after: Cursor | str | None

    @property
    def is_first(self) -> bool:
        """Whether the list begins here."""
        return not self.after


def list_page(
    read: Callable[[Cursor | None, int], Sequence[Row]],
    after: Cursor | None,
    *,
    size: int,
    cursor: Callable[[Row], Cursor | str | None],
) -> ListPage[Row, Cursor]:
    """The page of `size` rows after `after`; `read` takes where to begin and how many rows to read."""
    rows = read(after, size + 1)
    shown = rows[:size]
    return ListPage(shown, after, cursor(shown[-1]) if len(rows) > size else None)


def page_by_id(read: Callable[[int | None, int], Sequence[Any]], *, size: int) -> ListPage[Any, int]:
    """The page that the address asks for, of rows that are ordered by their id."""
    return list_page(read, request_limits.after(), size=size, cursor=lambda row: row.id)


def cursor_text() -> str:
    """Where the address asks the list to begin, as text; nothing for the first page."""
    return request.args.get("after", "")
