"""Ends of grants: annulment, withdrawal and cancellation, each with paper, reason and article."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.lifecycle import CancelCause
from guides.enumerations import StepKind
from services_hall.applications import papers
from services_hall.applications.acceptance import bars
from services_hall.applications.action_faults import filled_reason
from services_hall.applications.cases import case_log, dispatch
from services_hall.applications.decisions import commitments
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.grounds.grant_bases import (
    FRAUD,
    CancelGround,
    CitedArticle,
    GrantEnd,
    cited_article,
)
from services_hall.applications.hearings import prior_notices
from services_hall.applications.hearings.prior_notices import Announcement
from services_hall.applications.lifecycle import CASE_TRANSITIONS, GRANT_HOLDS, CaseAction
from services_hall.applications.models import Case, NoticeKind, PriorNotice
from services_hall.applications.numbering import CaseNumberInvalid, parse_case_number
from services_hall.applications.paper_details import GrantEndDetails, HolderAnswer
from services_hall.casework.steps import finish_steps
from services_hall.documents.paper_records import void_paper
from services_hall.identity import Actor
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName

CASE_SOURCE: Final = "case:"
"""Before the number of a case in the references of the certificate store."""
REASON: Final = "end_reason"
END_ARTICLE: Final = "end_article"
GROUND: Final = "ground"
"""The fields of an end of a grant."""


@dataclass(frozen=True)
class GrantEnding:
    """The end of a grant that an officer decides; `ground` for a cancellation."""

    end: GrantEnd
    article_key: str
    reason: str
    ground: CancelGround | None = None


@dataclass(frozen=True)
class _EndRule:
    """What an end of a grant does: the action, its paper, and the prior notice that it needs."""

    action: CaseAction
    paper: PaperCode
    notice: NoticeKind | None


_RULES: Final = {
    GrantEnd.ANNUL: _EndRule(CaseAction.ANNUL, PaperCode.ANNULMENT, NoticeKind.ANNULMENT),
    GrantEnd.WITHDRAW: _EndRule(
        CaseAction.WITHDRAW_GRANT, PaperCode.GRANT_WITHDRAWAL, NoticeKind.GRANT_WITHDRAWAL
    ),
    GrantEnd.CANCEL: _EndRule(CaseAction.CANCEL_GRANT, PaperCode.CANCELLATION, None),
}
ANNOUNCED: Final = {NoticeKind.ANNULMENT: GrantEnd.ANNUL, NoticeKind.GRANT_WITHDRAWAL: GrantEnd.WITHDRAW}
"""The ends of grants that need a prior notice, by the kind of the notice."""
_GROUND_CAUSES: Final = {
    CancelGround.HOLDER_REQUEST: CancelCause.EXPIRED_SURRENDER,
    CancelGround.EXPIRED: CancelCause.EXPIRED_SURRENDER,
    CancelGround.DEATH_OR_DISSOLUTION: CancelCause.DEATH_OR_DISSOLUTION,
}
"""Why the certificate of a cancelled grant is cancelled in the store."""


def announce_end(
    session: Session, case: Case, announcement: Announcement, *, officer: Actor, now: datetime
) -> PriorNotice:
    """Announce the annulment or the withdrawal of a grant; a broken commitment is recorded with it.

    行政许可法 arts. 7, 8, 69. Raises CorrectionFirst, CorrectionTimeRunning, NoticeUndelivered, and the
    errors of `prior_notices.give_notice`.
    """
    CASE_TRANSITIONS.next_state(case.state, _RULES[ANNOUNCED[announcement.kind]].action)
    if announcement.kind is NoticeKind.ANNULMENT:
        commitments.require_correction(session, case, announcement.article, now=now)
    notice = prior_notices.give_notice(session, case, announcement, officer=officer, now=now)
    if announcement.kind is NoticeKind.ANNULMENT:
        commitments.record_broken(session, case, finding=announcement.facts, officer=officer, now=now)
    return notice


def end_grant(session: Session, case: Case, ending: GrantEnding, *, officer: Actor, now: datetime) -> None:
    """End the grant of the locked case with its paper; its decision is void, its certificate is cancelled.

    行政许可法 arts. 8, 69, 70. Raises ActionInvalid without article or reason, CorrectionFirst,
    CorrectionTimeRunning, PriorNoticeMissing, NoticeUndelivered, StatementTimeRunning, TransitionRefused.
    """
    rule = _RULES[ending.end]
    CASE_TRANSITIONS.next_state(case.state, rule.action)
    terms = case.application_item.edition.terms
    article = cited_article(terms, ending.end, ending.article_key, field=END_ARTICLE)
    reason = filled_reason(REASON, ending.reason)
    if ending.end is GrantEnd.ANNUL:
        commitments.require_correction(session, case, article, now=now)
    notice = None
    if rule.notice is not None:
        notice = prior_notices.require_heard(session, case, rule.notice, now=now)
    case_log.change_state(session, case, rule.action, actor_id=officer.account_id, now=now, reason=reason)
    finish_steps(case.steps, StepKind.AFTER_CHECK, officer_id=officer.account_id, now=now)
    _void_decision(case, now=now)
    details = _details(case, ending, article, reason, notice)
    if ending.end is GrantEnd.ANNUL and article == FRAUD:
        details = replace(details, barred_until=bars.bar_applicant(case, bars.AFTER_FRAUD, now=now))
    papers.write_case_paper(session, case, rule.paper, now=now, details=details)
    dispatch.terminate_waiting(session, case, now=now)
    if case.certificate_identifier is not None:
        enqueue_cancellation(session, case.id)


def is_end_possible(case: Case, end: GrantEnd) -> bool:
    """Whether what was granted or recorded can end in this way now; a filing is not withdrawn (撤回)."""
    return _RULES[end].action in CASE_TRANSITIONS.possible_actions(case.state)


def enqueue_cancellation(session: Session, case_id: int) -> None:
    """Enqueue the job that cancels the certificate of an ended grant, once."""
    outbox.enqueue(session, JobName.ANNUL_CERTIFICATE, {"case_id": case_id}, unique_key=f"annul:{case_id}")


def end_surrendered(
    session: Session, cancelling: Case, sources: Collection[str], *, reason: str, now: datetime
) -> None:
    """End the grants for which the versions of a certificate were issued, because its holder gave it up.

    行政许可法 art. 70. `sources` are the store's references to cases; ended grants stay as they are.
    """
    for source in sources:
        case = _lock_case_of(session, source)
        if case is None or case.state not in GRANT_HOLDS:
            continue
        case_log.change_state(
            session, case, CaseAction.CANCEL_GRANT, actor_id=cancelling.decided_by_id, now=now, reason=reason
        )
        finish_steps(case.steps, StepKind.AFTER_CHECK, officer_id=cancelling.decided_by_id, now=now)
        _void_decision(case, now=now)


def _lock_case_of(session: Session, source: str) -> Case | None:
    """The locked case for which a version was issued; None for a reference to anything else."""
    try:
        application, position = parse_case_number(source.removeprefix(CASE_SOURCE))
    except CaseNumberInvalid:
        return None
    rows = select(Case).where(Case.application_id == application.id, Case.position == position)
    locked = rows.with_for_update(of=Case).execution_options(populate_existing=True)
    return session.scalars(locked).one_or_none()


def ending_details(case: Case) -> GrantEndDetails | None:
    """What the paper of this grant's end says: reason, article, cause; None while the grant is in force."""
    kinds = {str(rule.paper) for rule in _RULES.values()}
    ends = (paper.details_as(GrantEndDetails) for paper in case.papers if paper.kind in kinds)
    return next(ends, None)


def _void_decision(case: Case, *, now: datetime) -> None:
    for paper in case.papers:
        if PaperCode(paper.kind).is_result:
            void_paper(paper, case.state, now=now)


def _details(
    case: Case, ending: GrantEnding, article: CitedArticle, reason: str, notice: PriorNotice | None
) -> GrantEndDetails:
    decision = next((paper.number for paper in case.papers if PaperCode(paper.kind).is_result), None)
    heard = None
    if notice is not None:
        has_answered = notice.statement_at is not None
        heard = HolderAnswer.STATEMENT if has_answered else HolderAnswer.NO_STATEMENT
    return GrantEndDetails(
        reason,
        article.citation,
        _cancel_cause(ending),
        decision=decision or "",
        ground=ending.ground or None,
        heard=heard,
    )


def _cancel_cause(ending: GrantEnding) -> CancelCause:
    match ending.end:
        case GrantEnd.ANNUL:
            return CancelCause.ANNULLED
        case GrantEnd.WITHDRAW:
            return CancelCause.WITHDRAWN
        case GrantEnd.CANCEL:
            return _GROUND_CAUSES[ending.ground or CancelGround.HOLDER_REQUEST]
