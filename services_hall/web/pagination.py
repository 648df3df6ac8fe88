"""Keyset pagination: each page contains the position where the next page begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request

from services_hall.web import request_limits

Row = TypeVar("Row")
Cursor = TypeVar("Cursor")


@dataclass(frozen=True)
class ListPage(Generic[Row, Cursor]):
    """A page of a list: its rows, its start (None: the first page), and the start of the next page."""

    rows: Sequence[Row]
    after: Cursor | None
    next_after: Cursor | str | None

    @property
    def is_first(self) -> bool:
        """True for the first page of the list."""
        return not self.after


def list_page(
    read: Callable[[Cursor | None, int], Sequence[Row]],
    after: Cursor | None,
    *,
    size: int,
    cursor: Callable[[Row], Cursor | str | None],
) -> ListPage[Row, Cursor]:
    """The page of `size` rows after `after`; `read` takes the start and the number of rows."""
    rows = read(after, size + 1)
    page_rows = rows[:size]
    return ListPage(page_rows, after, cursor(page_rows[-1]) if len(rows) > size else None)


def page_by_id(read: Callable[[int | None, int], Sequence[Any]], *, size: int) -> ListPage[Any, int]:
    """The page for the address of the request, for rows that are ordered by id."""
    return list_page(read, request_limits.after(), size=size, cursor=lambda row: row.id)


def cursor_text() -> str:
    """The start in the address of the request, as text; empty for the first page."""
    return request.args.get("after", "")
