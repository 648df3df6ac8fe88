"""Kinds of numbered papers, as records that each domain declares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from services_hall.documents.texts import PaperText, Printing


def no_consequence(_session: Session, _paper: Any, *, now: datetime) -> None:
    """The consequence of a paper that changes nothing when it is made."""


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper: its code, the character of its numbers (收, 受, 拒, 准, 驳), its title and its text.

    A paper is titled in Chinese by law, on the paper and wherever it is listed: `title_of` gives the title of
    a paper whose words depend on its subject, `title` is the general one. `consequence` is carried out in the
    transaction that notes the finished file.
    """

    code: StrEnum
    mark: str
    title: str
    text: Callable[[Any, Printing], PaperText]
    consequence: Callable[..., None] = no_consequence
    title_of: Callable[[Any], str] | None = None

    def title_for(self, paper: Any) -> str:
        """The title of this paper."""
        return self.title if self.title_of is None else self.title_of(paper)


def kinds_by_code(*kinds: PaperKind) -> dict[str, PaperKind]:
    """The table of these kinds; raises ValueError for a code that stands twice."""
    table = {str(kind.code): kind for kind in kinds}
    if len(table) != len(kinds):
        raise ValueError("two kinds of papers have the same code")
    return table
