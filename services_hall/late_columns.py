"""PostgreSQL cursors that describe the columns of a result only on demand.

SQLAlchemy asks for the description at each statement and reads it at the first one of its kind; the driver
makes an object for every column each time.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, overload


class LateColumns(Sequence[Any]):
    """The columns of the result that a cursor has now."""

    def __init__(self, read: Callable[[], Sequence[Any]]) -> None:
        self._read = read

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read())

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self._read()[place]


@cache
def with_late_columns(cursor_class: type[Any]) -> type[Any]:
    """This class of cursors of the driver, with a description that is made when it is read."""

    class Cursor(cursor_class):  # type: ignore[misc]  # known when the first connection is made
        @property
        def description(self) -> Sequence[Any] | None:
            if self.pgresult is None or not self.pgresult.nfields:
                return None
            return LateColumns(lambda: super(Cursor, self).description)

    return Cursor
