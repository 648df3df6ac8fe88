"""Lists of guides and bundles for editors and approvers, filtered, in pages by key."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from guides.editions import UNDER_WAY
from guides.enumerations import EditionStatus
from services_hall.guide_desk.edition_desk import AnyDesk

PAGE_SIZE: Final = 30
S = EditionStatus
STATUS_FILTERS: Final[dict[str, LazyString]] = {
    "all": _l("全部"),
    S.DRAFT.value: _l("草稿"),
    S.SUBMITTED.value: _l("待审核"),
    S.APPROVED.value: _l("已批准，待公开"),
    S.CURRENT.value: _l("现行"),
}
NO_FILTER: Final = "all"


@dataclass(frozen=True)
class EditionLine:
    """What the list says of one edition."""

    number: int
    status: EditionStatus
    sha256: str
    effective_on: date | None
    since: datetime


@dataclass
class ListedSubject:
    """A guide or a bundle in the list: the edition in force and those under way."""

    code: str
    name: str
    agency_role: str
    current: EditionLine | None = None
    under_way: list[EditionLine] = field(default_factory=list)


@dataclass(frozen=True)
class EditionListPage:
    """One page of the list, and where the next one begins."""

    rows: Sequence[ListedSubject]
    counts: dict[str, int]
    status: str
    words: str
    after: str | None
    next_after: str | None

    @property
    def filter_arguments(self) -> dict[str, str]:
        """What an address carries so that the list stays filtered as it is."""
        arguments = {"show": "" if self.status == NO_FILTER else self.status, "q": self.words}
        return {name: value for name, value in arguments.items() if value}


def edition_list_page(
    desk: AnyDesk, session: Session, *, status: str, words: str, after: str | None
) -> EditionListPage:
    """The guides or bundles with an edition of this status, by code; an unknown status filters nothing."""
    status = status if status in STATUS_FILTERS else NO_FILTER
    subjects = _subjects(desk, session, status, words, after)
    rows = {number: ListedSubject(code, name, role) for number, code, name, role in subjects[:PAGE_SIZE]}
    _add_editions(desk, session, rows)
    next_after = subjects[PAGE_SIZE - 1][1] if len(subjects) > PAGE_SIZE else None
    return EditionListPage(list(rows.values()), _counts(desk, session), status, words, after, next_after)


def _subjects(
    desk: AnyDesk, session: Session, status: str, words: str, after: str | None
) -> list[tuple[int, str, str, str]]:
    """Id, code, name and agency role of the guides or bundles on this page, and of one more."""
    editions, subjects = desk.editions, desk.rules.subjects
    edition = select(editions.id).where(editions.subject_id == subjects.id)
    if status != NO_FILTER:
        edition = edition.where(editions.status == S(status))
    query = (
        select(subjects.id, subjects.code, subjects.name, desk.agency_role())
        .where(edition.exists())
        .order_by(subjects.code)
        .limit(PAGE_SIZE + 1)
    )
    if words:
        query = query.where(
            or_(
                subjects.name.contains(words, autoescape=True),
                func.lower(subjects.code).contains(words.lower(), autoescape=True),
            )
        )
    if after:
        query = query.where(subjects.code > after)
    return list(session.execute(query).tuples())


def _add_editions(desk: AnyDesk, session: Session, rows: dict[int, ListedSubject]) -> None:
    editions = desk.editions
    query = (
        select(
            editions.subject_id,
            editions.number,
            editions.status,
            editions.sha256,
            editions.effective_on,
            func.coalesce(
                editions.published_at,
                editions.approved_at,
                editions.submitted_at,
                editions.drafted_at,
            ),
        )
        .where(editions.subject_id.in_(rows), editions.status.in_((*UNDER_WAY, S.CURRENT)))
        .order_by(editions.number)
    )
    for subject_id, *values in session.execute(query):
        line = EditionLine(*values)
        if line.status is S.CURRENT:
            rows[subject_id].current = line
        else:
            rows[subject_id].under_way.append(line)


def _counts(desk: AnyDesk, session: Session) -> dict[str, int]:
    """How many editions are under way, by status."""
    column = desk.editions.status
    query = select(column, func.count()).where(column.in_(UNDER_WAY)).group_by(column)
    return {status.value: number for status, number in session.execute(query)}
