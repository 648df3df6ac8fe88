"""Checks of commitments after the grant: kept, to be corrected, or broken."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.enumerations import StepKind
from services_hall.applications import papers
from services_hall.applications.action_faults import day_between, filled_reason, listed_article, readable_text
from services_hall.applications.cases import case_log
from services_hall.applications.clocks.notice_periods import is_undelivered, second_check_due_on
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import (
    CorrectionFirst,
    CorrectionNotInGuide,
    CorrectionTimeRunning,
    NoticeUndelivered,
)
from services_hall.applications.grounds.grant_bases import FRAUD, CitedArticle, own_articles
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CHECK_PENDING, CaseAction, CaseState
from services_hall.applications.models import Case, CommitmentCheck
from services_hall.casework.steps import finish_steps
from services_hall.clock import local_day
from services_hall.identity import Actor

FINDING: Final = "finding"
CORRECT_UNTIL: Final = "correct_until"
CORRECTION_ARTICLE: Final = "correction_article"
"""The fields of a check and of the order to correct."""


def keep_commitment(session: Session, case: Case, *, finding: str, officer: Actor, now: datetime) -> None:
    """Finish the check of the locked case: the commitment is true, or was corrected.

    Raises TransitionRefused.
    """
    finding = readable_text(FINDING, finding)
    case_log.change_state(
        session, case, CaseAction.KEEP, actor_id=officer.account_id, now=now, reason=finding or None
    )
    _record(session, case, finding, officer=officer, now=now, is_kept=True)
    finish_steps(case.steps, StepKind.AFTER_CHECK, officer_id=officer.account_id, now=now)


@dataclass(frozen=True)
class CorrectionOrder:
    """What is to be corrected by when; `article_key` is a basis of the guide, by default its commitment's."""

    finding: str
    correct_until: date | None
    article_key: str = ""


def order_correction(
    session: Session,
    case: Case,
    order: CorrectionOrder,
    *,
    officer: Actor,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Order a broken commitment to be corrected by a day (责令限期改正, 消防法 art. 58), with its paper.

    The agency checks again when the time is over: that day becomes the due day of its open check.
    Raises CorrectionNotInGuide, ActionInvalid without a finding or for a day before tomorrow,
    TransitionRefused.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.ORDER_CORRECTION)
    if not is_correction_first(case):
        raise CorrectionNotInGuide
    finding = filled_reason(FINDING, order.finding)
    article = _correction_article(case, order.article_key)
    until = day_between(CORRECT_UNTIL, order.correct_until, earliest=local_day(now) + timedelta(days=1))
    case.correction_due_on = until
    for step in case.steps:
        if step.kind is StepKind.AFTER_CHECK and step.finished_at is None:
            step.due_on = second_check_due_on(until, calendar)
    case_log.change_state(
        session, case, CaseAction.ORDER_CORRECTION, actor_id=officer.account_id, now=now, reason=finding
    )
    _record(session, case, finding, officer=officer, now=now, is_kept=False, correct_until=until)
    papers.write_case_paper(
        session,
        case,
        PaperCode.CORRECTION_ORDER,
        now=now,
        details={"finding": finding, "correct_until": until.isoformat(), **article},
    )


def _correction_article(case: Case, key: str) -> dict[str, str]:
    """The article as the order cites it; nothing for those of the guide's commitment."""
    if not key:
        return {}
    articles = {one.key: one for one in own_articles(case.application_item.edition.terms)}
    return {"article": articles[listed_article(CORRECTION_ARTICLE, key, articles.keys())].citation}


def record_broken(session: Session, case: Case, *, finding: str, officer: Actor, now: datetime) -> None:
    """Record the finding that leads to the annulment of a grant whose commitment is still to be checked."""
    if case.state in CHECK_PENDING:
        _record(session, case, readable_text(FINDING, finding), officer=officer, now=now, is_kept=False)


def is_correction_first(case: Case) -> bool:
    """Whether a broken commitment of this case must be corrected before an annulment."""
    commitment = case.application_item.edition.terms.commitment
    return case.is_by_commitment and commitment is not None and commitment.correction_first


def require_correction(session: Session, case: Case, article: CitedArticle, *, now: datetime) -> None:
    """Raise the obstacle to an annulment on this article before the time to correct has passed.

    消防法 art. 58; a licence obtained by deceit is annulled without it (行政许可法 art. 69).
    """
    if article != FRAUD:
        require_time_to_correct(session, case, now=now)


def require_time_to_correct(session: Session, case: Case, *, now: datetime) -> None:
    """Raise CorrectionFirst, NoticeUndelivered or CorrectionTimeRunning until the time to correct is over."""
    if case.state is CaseState.GRANTED_ON_COMMITMENT and is_correction_first(case):
        raise CorrectionFirst
    if case.state is not CaseState.CORRECTION_ORDERED:
        return
    due_on = case.correction_due_on
    if due_on is not None and local_day(now) <= due_on:
        raise CorrectionTimeRunning(due_on)
    if is_undelivered(session, case, PaperCode.CORRECTION_ORDER):
        raise NoticeUndelivered


def _record(
    session: Session,
    case: Case,
    finding: str,
    *,
    officer: Actor,
    now: datetime,
    is_kept: bool,
    correct_until: date | None = None,
) -> None:
    check = CommitmentCheck(
        case_id=case.id,
        at=now,
        officer_id=officer.account_id,
        finding=finding,
        is_kept=is_kept,
        correct_until=correct_until,
    )
    session.add(check)
