"""Prior notice of the annulment or the withdrawal of a grant."""

from datetime import date

from services_hall.applications.decisions import grant_ends
from services_hall.applications.grounds.grant_bases import cited_article
from services_hall.applications.hearings.prior_notices import NOTICE_ARTICLE, Announcement
from services_hall.applications.models import NoticeKind
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def announce_end(
    actor: Actor, number: str, *, kind: NoticeKind, facts: str, article_key: str, answer_until: date | None
) -> None:
    """Announces the end of a grant of the actor's desk and opens the time for a statement.

    Raises CaseNotFound, ActionInvalid, NoticeAlreadyGiven, CorrectionFirst, CorrectionTimeRunning,
    TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        terms = case.application_item.edition.terms
        article = cited_article(terms, grant_ends.ANNOUNCED[kind], article_key, field=NOTICE_ARTICLE)
        announcement = Announcement(kind=kind, facts=facts, article=article, answer_until=answer_until)
        grant_ends.announce_end(session, case, announcement, officer=actor, now=utc_now())
