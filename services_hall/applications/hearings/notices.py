"""Notices before a decision: to third parties with major interests in it, and of the right to a hearing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.terms import GuideTerms
from services_hall.applications.action_faults import day_between, filled_text, listed_article, readable_text
from services_hall.applications.cases import case_log
from services_hall.applications.clocks.notice_periods import (
    HEARING_PAPERS,
    hearing_demand_until,
    require_notices_delivered,
)
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import HearingPending, StatementTimeRunning
from services_hall.applications.grounds.decision_grounds import LICENSING_LAW
from services_hall.applications.grounds.grant_bases import CitedArticle, own_articles
from services_hall.applications.hearings import prior_notices
from services_hall.applications.hearings.prior_notices import ANSWER_UNTIL, NOTICE_ARTICLE, Announcement
from services_hall.applications.hearings.sessions import open_public_hearing
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import ACCEPTED, CaseAction
from services_hall.applications.models import Case, NoticeKind, PriorNotice
from services_hall.applications.prefill.certificate_subjects import name_of_entity
from services_hall.casework.transitions import TransitionRefused
from services_hall.clock import local_day
from services_hall.identity import Actor

ADDRESSEE: Final = "addressee"
ARTICLES: Final = {
    NoticeKind.THIRD_PARTY: CitedArticle("licensing-36", LICENSING_LAW, "第三十六条"),
    NoticeKind.HEARING: CitedArticle("licensing-47", LICENSING_LAW, "第四十七条第一款"),
}
"""The kinds of notices before a decision, with the article that each carries out for a licence."""


@dataclass(frozen=True)
class HearingNotice:
    """Who is told what before the decision, and until when an answer is awaited.

    `article_key` is a basis of the guide; a licence without one rests on 行政许可法.
    """

    kind: NoticeKind
    addressee: str
    facts: str
    answer_until: date | None
    article_key: str = ""


def give_hearing_notice(
    session: Session,
    case: Case,
    notice: HearingNotice,
    *,
    officer: Actor,
    calendar: WorkingDays,
    now: datetime,
) -> PriorNotice:
    """Tell a third party or the applicant before the decision on the locked case, with its paper.

    行政许可法 arts. 36, 47: a third party is named, the applicant is not; a hearing may be demanded for five
    working days. Raises TransitionRefused, ActionInvalid, NoticeAlreadyGiven.
    """
    if case.state not in ACCEPTED:
        raise TransitionRefused(case.state, CaseAction.GIVE_PRIOR_NOTICE)
    is_third_party = notice.kind is NoticeKind.THIRD_PARTY
    named = filled_text if is_third_party else readable_text
    addressee = named(ADDRESSEE, notice.addressee)
    if not is_third_party and addressee in {case.application.holder_name, name_of_entity(case)}:
        addressee = ""
    announcement = Announcement(
        kind=notice.kind,
        facts=notice.facts,
        article=_article(case.application_item.edition.terms, notice),
        answer_until=_answer_until(notice, calendar, today=local_day(now)),
        addressee=addressee or None,
    )
    return prior_notices.give_notice(session, case, announcement, officer=officer, now=now)


def require_hearing_over(session: Session, case: Case, *, now: datetime) -> None:
    """Raise StatementTimeRunning while anybody told may answer, HearingPending while a hearing is due.

    行政许可法 arts. 36, 46, 47, 48. Raises NoticeUndelivered before anybody was told whose notice is written.
    """
    is_told = case_log.has_happened(case, CaseAction.GIVE_PRIOR_NOTICE)
    given = prior_notices.notices_of(session, case) if is_told else ()
    notices = [one for one in given if one.kind in ARTICLES]
    awaited = [one.answer_until for one in notices if prior_notices.awaits_answer(one, today=local_day(now))]
    if awaited:
        raise StatementTimeRunning(max(awaited))
    if notices:
        require_notices_delivered(session, case, {PaperCode.THIRD_PARTY_NOTICE, *HEARING_PAPERS})
    if any(one.awaits_hearing for one in notices) or open_public_hearing(session, case) is not None:
        raise HearingPending


def _article(terms: GuideTerms, notice: HearingNotice) -> CitedArticle:
    if HANDLING[terms.item_type].is_licensing and not notice.article_key:
        return ARTICLES[notice.kind]
    articles = {article.key: article for article in own_articles(terms)}
    return articles[listed_article(NOTICE_ARTICLE, notice.article_key, articles.keys())]


def _answer_until(notice: HearingNotice, calendar: WorkingDays, *, today: date) -> date | None:
    if notice.kind is not NoticeKind.HEARING:
        return notice.answer_until
    earliest = hearing_demand_until(today, calendar)
    return day_between(ANSWER_UNTIL, notice.answer_until, earliest=earliest)
