"""Filtered lists of guides and bundles for editors and approvers, with keyset pagination."""

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
from services_hall.web.pagination import ListPage, list_page

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
SubjectRow = tuple[int, str, str, str]


@dataclass(frozen=True)
class EditionLine:
    """The data of an edition in the list."""

    number: int
    status: EditionStatus
    sha256: str
    effective_on: date | None
    since: datetime


@dataclass
class ListedSubject:
    """A guide or a bundle in the list: the edition in force and the unfinished ones."""

    code: str
    name: str
    agency_role: str
    current: EditionLine | None = None
    under_way: list[EditionLine] = field(default_factory=list)


@dataclass(frozen=True)
class EditionListPage:
    """A page of the guides or bundles that match a filter."""

    page: ListPage[ListedSubject, str]
    counts: dict[str, int]
    status: str
    words: str

    @property
    def filter_arguments(self) -> dict[str, str]:
        """The arguments of an address that keeps the filter."""
        arguments = {"show": "" if self.status == NO_FILTER else self.status, "q": self.words}
        return {name: value for name, value in arguments.items() if value}


def edition_list_page(
    desk: AnyDesk, session: Session, *, status: str, words: str, after: str | None
) -> EditionListPage:
    """The guides or bundles with an edition of this status, by code; an unknown status means no filter."""
    status = status if status in STATUS_FILTERS else NO_FILTER
    subjects = list_page(
        lambda start, limit: _subjects(desk, session, status, words, start, limit),
        after,
        size=PAGE_SIZE,
        cursor=lambda row: row[1],
    )
    rows = _with_editions(desk, session, subjects.rows)
    page = ListPage(rows, subjects.after, subjects.next_after)
    return EditionListPage(page, _counts(desk, session), status, words)


def _subjects(
    desk: AnyDesk, session: Session, status: str, words: str, after: str | None, limit: int
) -> Sequence[SubjectRow]:
    """Id, code, name and agency role of the guides or bundles after the code `after`, at most `limit`."""
    editions, subjects = desk.editions, desk.rules.subjects
    edition = select(editions.id).where(editions.subject_id == subjects.id)
    if status != NO_FILTER:
        edition = edition.where(editions.status == S(status))
    query = (
        select(subjects.id, subjects.code, subjects.name, desk.agency_role())
        .where(edition.exists())
        .order_by(subjects.code)
        .limit(limit)
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
    return session.execute(query).tuples().all()


def _with_editions(desk: AnyDesk, session: Session, subjects: Sequence[SubjectRow]) -> list[ListedSubject]:
    rows = {number: ListedSubject(code, name, role) for number, code, name, role in subjects}
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
    return list(rows.values())


def _counts(desk: AnyDesk, session: Session) -> dict[str, int]:
    """The number of unfinished editions by status."""
    column = desk.editions.status
    query = select(column, func.count()).where(column.in_(UNDER_WAY)).group_by(column)
    return {status.value: number for status, number in session.execute(query)}
