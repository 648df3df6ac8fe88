"""Prior notices before burdening decisions, and the statements that answer them (行政许可法 art. 7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from services_hall.applications import case_log, case_notices, papers
from services_hall.applications.action_faults import day_between, filled_reason, filled_text
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import (
    NoOpenNotice,
    NoticeAlreadyGiven,
    PriorNoticeMissing,
    StatementTimeRunning,
)
from services_hall.applications.grant_bases import CitedArticle
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction, CaseState
from services_hall.applications.models import Case
from services_hall.applications.procedure_models import NoticeKind, PriorNotice
from services_hall.applications.readers import own_application_ids
from services_hall.clock import local_day
from services_hall.identity import Actor
from services_hall.notices.enumerations import NoticeTopic

FACTS: Final = "facts"
NOTICE_ARTICLE: Final = "notice_article"
ANSWER_UNTIL: Final = "answer_until"
STATEMENT: Final = "statement"
"""The fields of a notice and of the statement that answers it."""


NOTICE_PAPERS: Final = {
    NoticeKind.THIRD_PARTY: PaperCode.THIRD_PARTY_NOTICE,
    NoticeKind.HEARING: PaperCode.HEARING_NOTICE,
}
"""The papers of notices before a decision; every other notice announces the end of a grant."""
HEARING_POSSIBLE: Final = tuple(
    state for state in CaseState if CaseAction.RECEIVE_STATEMENT in CASE_TRANSITIONS.possible_actions(state)
)
"""The states in which a statement is heard."""
_IS_OPEN: Final = (
    PriorNotice.statement_at.is_(None),
    PriorNotice.kind != NoticeKind.THIRD_PARTY,
    Case.state.in_(HEARING_POSSIBLE),
)
"""The applicant may still answer the notice; its case is joined."""


@dataclass(frozen=True)
class Announcement:
    """What an agency intends to decide: on which facts, by which article, and until when it hears people."""

    kind: NoticeKind
    facts: str
    article: CitedArticle
    answer_until: date | None
    addressee: str | None = None


def give_notice(
    session: Session, case: Case, announcement: Announcement, *, officer: Actor, now: datetime
) -> PriorNotice:
    """Announce a burdening decision on the locked case, with its paper.

    Raises ActionInvalid without facts or for a day before tomorrow, NoticeAlreadyGiven while an earlier
    notice of this kind still waits for a statement, TransitionRefused.
    """
    facts = filled_reason(FACTS, announcement.facts)
    answer_until = day_between(
        ANSWER_UNTIL, announcement.answer_until, earliest=local_day(now) + timedelta(days=1)
    )
    earlier = last_notice(session, case, announcement.kind)
    if earlier is not None and earlier.statement_at is None and earlier.answer_until >= local_day(now):
        raise NoticeAlreadyGiven
    case_log.change_state(
        session, case, CaseAction.GIVE_PRIOR_NOTICE, actor_id=officer.account_id, now=now, reason=facts
    )
    notice = PriorNotice(
        case_id=case.id,
        kind=announcement.kind,
        addressee=announcement.addressee,
        text=facts,
        given_at=now,
        given_by_id=officer.account_id,
        answer_until=answer_until,
    )
    session.add(notice)
    session.flush()
    _write_notice(session, case, notice, announcement.article, now=now)
    if announcement.addressee is None:
        case_notices.tell_of_case(session, case, NoticeTopic.PRIOR_NOTICE, until=answer_until, now=now)
    return notice


def receive_statement(
    session: Session,
    case: Case,
    text: str,
    *,
    actor: Actor,
    now: datetime,
    on_behalf_of_id: int | None = None,
    is_applicant: bool = False,
    record_id: int | None = None,
) -> PriorNotice:
    """Record the statement of the person who was told; the applicant does not answer for a third party.

    `record_id` is the file with the record of a hearing.

    Raises ActionInvalid for an empty one, NoOpenNotice, TransitionRefused.
    """
    statement = filled_text(STATEMENT, text)
    notice = open_notice(session, case, is_applicant=is_applicant)
    if notice is None:
        raise NoOpenNotice
    case_log.change_state(
        session,
        case,
        CaseAction.RECEIVE_STATEMENT,
        actor_id=actor.account_id,
        on_behalf_of_id=on_behalf_of_id,
        now=now,
    )
    notice.statement, notice.statement_at, notice.record_id = statement, now, record_id
    return notice


def require_heard(session: Session, case: Case, kind: NoticeKind, *, now: datetime) -> PriorNotice:
    """The notice that allows this burdening decision.

    Raises PriorNoticeMissing, or StatementTimeRunning until a statement came or its time has passed.
    """
    notice = last_notice(session, case, kind)
    if notice is None:
        raise PriorNoticeMissing
    if notice.statement_at is None and notice.answer_until >= local_day(now):
        raise StatementTimeRunning(notice.answer_until)
    return notice


def notices_of(session: Session, case: Case) -> Sequence[PriorNotice]:
    """The notices in a case, oldest first."""
    rows = select(PriorNotice).where(PriorNotice.case_id == case.id).order_by(PriorNotice.id)
    return session.scalars(rows).all()


def latest_open(notices: Sequence[PriorNotice]) -> PriorNotice | None:
    """The newest of these notices without a statement."""
    return next((notice for notice in reversed(notices) if notice.statement_at is None), None)


def last_notice(session: Session, case: Case, kind: NoticeKind) -> PriorNotice | None:
    """The newest notice of this kind."""
    rows = select(PriorNotice).where(PriorNotice.case_id == case.id, PriorNotice.kind == kind)
    return session.scalars(rows.order_by(PriorNotice.id.desc()).limit(1)).one_or_none()


def open_notice(session: Session, case: Case, *, is_applicant: bool = False) -> PriorNotice | None:
    """The newest notice without a statement; statements that come late are heard too, until the decision."""
    rows = select(PriorNotice).where(PriorNotice.case_id == case.id, PriorNotice.statement_at.is_(None))
    if is_applicant:
        rows = rows.where(PriorNotice.kind != NoticeKind.THIRD_PARTY)
    return session.scalars(rows.order_by(PriorNotice.id.desc()).limit(1)).one_or_none()


def open_notices(session: Session, case_ids: Collection[int]) -> dict[int, PriorNotice]:
    """The newest notice without a statement of each of these cases whose grant or handling goes on."""
    rows = (
        select(PriorNotice)
        .join(Case, Case.id == PriorNotice.case_id)
        .where(PriorNotice.case_id.in_(case_ids), *_IS_OPEN)
        .order_by(PriorNotice.id)
    )
    return {notice.case_id: notice for notice in session.scalars(rows)}


def own_notices(session: Session, actor: Actor) -> Sequence[tuple[Case, PriorNotice]]:
    """The person's cases in which a notice waits for a statement, each with its notice. One query."""
    rows = (
        select(Case, PriorNotice)
        .join(PriorNotice, PriorNotice.case_id == Case.id)
        .join(Case.application)
        .where(Case.application_id.in_(own_application_ids(actor)), *_IS_OPEN)
        .options(joinedload(Case.application), joinedload(Case.agency))
        .order_by(PriorNotice.id)
    )
    return session.execute(rows).tuples().all()


def _write_notice(
    session: Session, case: Case, notice: PriorNotice, article: CitedArticle, *, now: datetime
) -> None:
    count = session.scalar(
        select(func.count()).select_from(PriorNotice).where(PriorNotice.case_id == case.id)
    )
    papers.write_case_paper(
        session,
        case,
        NOTICE_PAPERS.get(notice.kind, PaperCode.PRIOR_NOTICE),
        now=now,
        ordinal=count or 1,
        details={
            "kind": notice.kind,
            "addressee": notice.addressee,
            "facts": notice.text,
            "article": article.citation,
            "answer_until": notice.answer_until.isoformat(),
        },
    )
