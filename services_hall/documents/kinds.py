"""Kinds of numbered papers, as records that each domain declares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from guides.enumerations import ItemType
from services_hall.documents.texts import PaperText, Printing


def no_consequence(_session: Session, _paper: Any, *, now: datetime) -> None:
    """The consequence of a paper that changes nothing when it is made."""


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper: its code, the character of its numbers (收, 受, 拒, 准, 驳), its titles and its text.

    A paper is titled in Chinese by law, on the paper and wherever it is listed: `titles` has the words of
    single types of items, `title` the general ones. `consequence` is carried out in the transaction that
    notes the finished file.
    """

    code: StrEnum
    mark: str
    title: str
    text: Callable[[Any, Printing], PaperText]
    consequence: Callable[..., None] = no_consequence
    titles: Mapping[ItemType, str] = field(default_factory=dict)

    def title_for(self, item_type: ItemType | None) -> str:
        """The title of a paper about an item of this type, or about no item."""
        return self.title if item_type is None else self.titles.get(item_type, self.title)


def kinds_by_code(*kinds: PaperKind) -> dict[str, PaperKind]:
    """The table of these kinds; raises ValueError for a code that stands twice."""
    table = {str(kind.code): kind for kind in kinds}
    if len(table) != len(kinds):
        raise ValueError("two kinds of papers have the same code")
    return table
