"""The list of guides for those who write and approve them: filtered, a keyset page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from guides.lifecycle import EditionStatus
from guides.models import GuideEdition, ServiceItem

PAGE: Final = 30
S = EditionStatus
UNDER_WAY: Final = (S.DRAFT, S.SUBMITTED, S.APPROVED)
SHELVES: Final[dict[str, LazyString]] = {
    "all": _l("全部"),
    S.DRAFT.value: _l("草稿"),
    S.SUBMITTED.value: _l("待审核"),
    S.APPROVED.value: _l("已批准，待公开"),
    S.CURRENT.value: _l("现行"),
}
FIRST: Final = "all"


@dataclass(frozen=True)
class EditionLine:
    """What the list says of one edition."""

    number: int
    status: EditionStatus
    sha256: str
    effective_on: date | None
    since: datetime


@dataclass
class Row:
    """A guide in the list: the edition in force and those under way."""

    code: str
    name: str
    agency_role: str
    current: EditionLine | None = None
    under_way: list[EditionLine] = field(default_factory=list)


@dataclass(frozen=True)
class Shelf:
    """One page of the list, and where the next one begins."""

    rows: Sequence[Row]
    counts: dict[str, int]
    show: str
    words: str
    after: str | None
    next_after: str | None

    @property
    def place(self) -> dict[str, str]:
        """What an address carries so that the list stays as it is."""
        given = {"show": "" if self.show == FIRST else self.show, "q": self.words}
        return {name: value for name, value in given.items() if value}


def shelf(session: Session, *, show: str, words: str, after: str | None) -> Shelf:
    """The guides on this shelf by code; an unknown shelf is the first one. Three queries."""
    show = show if show in SHELVES else FIRST
    items = _items(session, show, words, after)
    rows = {item_id: Row(code, name, role) for item_id, code, name, role in items[:PAGE]}
    _add_editions(session, rows)
    next_after = items[PAGE - 1][1] if len(items) > PAGE else None
    return Shelf(list(rows.values()), _counts(session), show, words, after, next_after)


def _items(session: Session, show: str, words: str, after: str | None) -> list[tuple[int, str, str, str]]:
    edition = select(GuideEdition.id).where(GuideEdition.item_id == ServiceItem.id)
    if show != FIRST:
        edition = edition.where(GuideEdition.status == S(show))
    query = (
        select(ServiceItem.id, ServiceItem.code, ServiceItem.name, ServiceItem.agency_role)
        .where(edition.exists())
        .order_by(ServiceItem.code)
        .limit(PAGE + 1)
    )
    if words:
        query = query.where(
            or_(
                ServiceItem.name.contains(words, autoescape=True),
                func.lower(ServiceItem.code).contains(words.lower(), autoescape=True),
            )
        )
    if after:
        query = query.where(ServiceItem.code > after)
    return list(session.execute(query).tuples())


def _add_editions(session: Session, rows: dict[int, Row]) -> None:
    query = (
        select(
            GuideEdition.item_id,
            GuideEdition.number,
            GuideEdition.status,
            GuideEdition.sha256,
            GuideEdition.effective_on,
            func.coalesce(
                GuideEdition.published_at,
                GuideEdition.approved_at,
                GuideEdition.submitted_at,
                GuideEdition.drafted_at,
            ),
        )
        .where(GuideEdition.item_id.in_(rows), GuideEdition.status.in_((*UNDER_WAY, S.CURRENT)))
        .order_by(GuideEdition.number)
    )
    for item_id, *values in session.execute(query):
        line = EditionLine(*values)
        if line.status is S.CURRENT:
            rows[item_id].current = line
        else:
            rows[item_id].under_way.append(line)


def _counts(session: Session) -> dict[str, int]:
    """How many editions are under way, by status."""
    query = (
        select(GuideEdition.status, func.count())
        .where(GuideEdition.status.in_(UNDER_WAY))
        .group_by(GuideEdition.status)
    )
    return {status.value: number for status, number in session.execute(query)}
