"""The lists of guides and of bundles for who writes and approves them: filtered, a keyset page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from guides.editions import edition_type
from guides.enumerations import EditionStatus
from services_hall.guide_desk.edition_desks import EditionDesk

PAGE: Final = 30
S = EditionStatus
UNDER_WAY: Final = (S.DRAFT, S.SUBMITTED, S.APPROVED)
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
    show: str
    words: str
    after: str | None
    next_after: str | None

    @property
    def place(self) -> dict[str, str]:
        """What an address carries so that the list stays as it is."""
        given = {"show": "" if self.show == NO_FILTER else self.show, "q": self.words}
        return {name: value for name, value in given.items() if value}


def edition_list_page(
    kind: EditionDesk, session: Session, *, show: str, words: str, after: str | None
) -> EditionListPage:
    """What is on this shelf by code; an unknown shelf is the first one. Three queries."""
    show = show if show in STATUS_FILTERS else NO_FILTER
    subjects = _subjects(kind, session, show, words, after)
    rows = {number: ListedSubject(code, name, role) for number, code, name, role in subjects[:PAGE]}
    _add_editions(kind, session, rows)
    next_after = subjects[PAGE - 1][1] if len(subjects) > PAGE else None
    return EditionListPage(list(rows.values()), _counts(kind, session), show, words, after, next_after)


def _subjects(
    kind: EditionDesk, session: Session, show: str, words: str, after: str | None
) -> list[tuple[int, str, str, str]]:
    """Id, code, name and agency role of the guides or bundles on this page, and of one more."""
    editions, subjects = kind.editions, edition_type(kind.editions).subjects
    edition = select(editions.id).where(editions.subject_id == subjects.id)
    if show != NO_FILTER:
        edition = edition.where(editions.status == S(show))
    query = (
        select(subjects.id, subjects.code, subjects.name, kind.agency_role)
        .where(edition.exists())
        .order_by(subjects.code)
        .limit(PAGE + 1)
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


def _add_editions(kind: EditionDesk, session: Session, rows: dict[int, ListedSubject]) -> None:
    editions = kind.editions
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


def _counts(kind: EditionDesk, session: Session) -> dict[str, int]:
    """How many editions are under way, by status."""
    status = kind.editions.status
    query = select(status, func.count()).where(status.in_(UNDER_WAY)).group_by(status)
    return {found.value: number for found, number in session.execute(query)}
