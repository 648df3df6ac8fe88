"""Prior notices before burdening decisions (行政许可法 art. 7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from services_hall.applications import papers
from services_hall.applications.action_faults import day_between, filled_reason
from services_hall.applications.cases import case_log, case_notices
from services_hall.applications.clocks.notice_periods import require_notices_delivered
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import (
    NoticeAlreadyGiven,
    PriorNoticeMissing,
    StatementTimeRunning,
)
from services_hall.applications.grounds.grant_bases import CitedArticle
from services_hall.applications.lifecycle import ACCEPTED, RESULT_HOLDS, CaseAction
from services_hall.applications.models import Case, NoticeKind, PriorNotice
from services_hall.applications.paper_details import PriorNoticeDetails
from services_hall.applications.readers import own_application_ids
from services_hall.clock import local_day
from services_hall.identity import Actor
from services_hall.notices.enumerations import NoticeTopic

FACTS: Final = "facts"
NOTICE_ARTICLE: Final = "notice_article"
ANSWER_UNTIL: Final = "answer_until"
"""The fields of a notice."""
NOTICE_PAPERS: Final = {
    NoticeKind.THIRD_PARTY: PaperCode.THIRD_PARTY_NOTICE,
    NoticeKind.HEARING: PaperCode.HEARING_NOTICE,
}
"""The papers of notices before a decision; every other notice announces the end of a grant."""
PAPERS_WITH_ADDRESSEE: Final = {**NOTICE_PAPERS, NoticeKind.HEARING: PaperCode.THIRD_PARTY_HEARING_NOTICE}
"""The same for notices that name their addressee."""
_BEFORE_DECISION: Final = tuple(kind for kind in NoticeKind if kind.is_before_decision)
_IS_OWN_AND_OPEN: Final = (
    PriorNotice.statement_at.is_(None),
    PriorNotice.addressee.is_(None),
    or_(
        and_(PriorNotice.kind.in_(_BEFORE_DECISION), Case.state.in_(ACCEPTED)),
        and_(PriorNotice.kind.not_in(_BEFORE_DECISION), Case.state.in_(RESULT_HOLDS)),
    ),
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

    Several people are told at the same time, each with a notice (行政许可法 art. 47). Raises ActionInvalid
    without facts or for a day before tomorrow, NoticeAlreadyGiven while an earlier notice of this kind to the
    same person waits for a statement or a hearing, TransitionRefused.
    """
    facts = filled_reason(FACTS, announcement.facts)
    answer_until = day_between(
        ANSWER_UNTIL, announcement.answer_until, earliest=local_day(now) + timedelta(days=1)
    )
    for earlier in notices_of(session, case):
        is_same = (earlier.kind, earlier.addressee) == (announcement.kind, announcement.addressee)
        if is_same and (earlier.awaits_hearing or awaits_answer(earlier, today=local_day(now))):
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


def require_heard(session: Session, case: Case, kind: NoticeKind, *, now: datetime) -> PriorNotice:
    """The notice that allows this burdening decision.

    Raises PriorNoticeMissing; until a statement came, NoticeUndelivered before the delivery and
    StatementTimeRunning until its time has passed.
    """
    notice = last_notice(session, case, kind)
    if notice is None:
        raise PriorNoticeMissing
    if awaits_answer(notice, today=local_day(now)):
        raise StatementTimeRunning(notice.answer_until)
    require_notices_delivered(session, case, {PaperCode.PRIOR_NOTICE})
    return notice


def notices_of(session: Session, case: Case) -> Sequence[PriorNotice]:
    """The notices in a case, oldest first."""
    rows = select(PriorNotice).where(PriorNotice.case_id == case.id).order_by(PriorNotice.id)
    return session.scalars(rows).all()


def awaits_answer(notice: PriorNotice, *, today: date) -> bool:
    """Whether the time for a statement runs, and none has come."""
    return notice.statement_at is None and notice.answer_until >= today


def answerable(notices: Sequence[PriorNotice], case: Case) -> list[PriorNotice]:
    """Those of the case's notices that can be answered: of each kind to each person the newest.

    Late statements are heard too, until the decision.
    """
    states = {True: ACCEPTED, False: RESULT_HOLDS}
    newest = {(notice.kind, notice.addressee): notice for notice in notices}
    return [
        notice
        for notice in newest.values()
        if notice.statement_at is None and case.state in states[notice.kind.is_before_decision]
    ]


def last_notice(session: Session, case: Case, kind: NoticeKind) -> PriorNotice | None:
    """The newest notice of this kind."""
    rows = select(PriorNotice).where(PriorNotice.case_id == case.id, PriorNotice.kind == kind)
    return session.scalars(rows.order_by(PriorNotice.id.desc()).limit(1)).one_or_none()


def open_notices(session: Session, case_ids: Collection[int]) -> dict[int, PriorNotice]:
    """The applicant's newest notice without a statement in each of these cases."""
    rows = (
        select(PriorNotice)
        .join(Case, Case.id == PriorNotice.case_id)
        .where(PriorNotice.case_id.in_(case_ids), *_IS_OWN_AND_OPEN)
        .order_by(PriorNotice.id)
    )
    return {notice.case_id: notice for notice in session.scalars(rows)}


def own_notices(session: Session, actor: Actor) -> Sequence[tuple[Case, PriorNotice]]:
    """The person's cases in which a notice waits for a statement, each with its notice. One query."""
    rows = (
        select(Case, PriorNotice)
        .join(PriorNotice, PriorNotice.case_id == Case.id)
        .join(Case.application)
        .where(Case.application_id.in_(own_application_ids(actor)), *_IS_OWN_AND_OPEN)
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
    codes = NOTICE_PAPERS if notice.addressee is None else PAPERS_WITH_ADDRESSEE
    papers.write_case_paper(
        session,
        case,
        codes.get(notice.kind, PaperCode.PRIOR_NOTICE),
        now=now,
        ordinal=count or 1,
        details=PriorNoticeDetails(
            kind=notice.kind,
            facts=notice.text,
            article=article.citation,
            answer_until=notice.answer_until,
            addressee=notice.addressee,
        ),
    )
