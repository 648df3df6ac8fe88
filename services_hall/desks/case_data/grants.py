"""What the page of a case shows about checks of a commitment, prior notices, and the end of a grant."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.terms import GuideTerms
from services_hall.applications import commitments, prior_notices
from services_hall.applications.grant_bases import GrantEnd, possible_articles
from services_hall.applications.grant_ends import ANNOUNCED, is_end_possible
from services_hall.applications.lifecycle import RESULT_HOLDS
from services_hall.applications.models import Case
from services_hall.applications.procedure_models import CommitmentCheck, NoticeKind, PriorNotice
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.presentation.case_words import CANCEL_GROUNDS, GRANT_ENDS


def grant_data(session: Session, _actor: Actor, case: Case) -> Mapping[str, object]:
    """The checks and notices of a case, and how its grant may be ended while it is in force."""
    if case.state not in RESULT_HOLDS:
        return {}
    terms = case.application_item.edition.terms
    notices = prior_notices.notices_of(session, case)
    possible = {kind: end for kind, end in ANNOUNCED.items() if is_end_possible(case, end)}
    heard = [kind for kind in possible if _is_heard(notices, kind)]
    ends = (*(ANNOUNCED[kind] for kind in heard), GrantEnd.CANCEL)
    return {
        "checks": _checks(session, case),
        "is_correction_first": commitments.is_correction_first(case),
        "notices": notices,
        "open_notice": prior_notices.open_notice(session, case),
        "notice_choices": [(kind, GRANT_ENDS[end]) for kind, end in possible.items() if kind not in heard],
        "notice_articles": _articles(terms, possible.values()),
        "end_choices": [(end, GRANT_ENDS[end]) for end in ends],
        "end_articles": _articles(terms, ends),
        "cancel_grounds": list(CANCEL_GROUNDS.items()),
    }


def _articles(terms: GuideTerms, ends: Iterable[GrantEnd]) -> list[tuple[str, str]]:
    """The articles for any of these ends, as options: key and citation."""
    return list(
        dict((one.key, one.citation) for end in ends for one in possible_articles(terms, end)).items()
    )


def _is_heard(notices: Sequence[PriorNotice], kind: NoticeKind) -> bool:
    last = next((notice for notice in reversed(notices) if notice.kind is kind), None)
    if last is None:
        return False
    return last.statement_at is not None or last.answer_until < local_day(utc_now())


def _checks(session: Session, case: Case) -> Sequence[CommitmentCheck]:
    if not case.is_by_commitment:
        return ()
    rows = select(CommitmentCheck).where(CommitmentCheck.case_id == case.id).order_by(CommitmentCheck.id)
    return session.scalars(rows).all()
