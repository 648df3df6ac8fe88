"""Answer to another agency's request for an opinion."""

from services_hall.applications.examination import opinions
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def answer_opinion(actor: Actor, opinion_id: int, answer: str) -> None:
    """Answers a request to the actor's agency. Raises OpinionNotFound, OpinionAnswered, ActionInvalid."""
    with transaction() as session:
        opinion = opinions.lock_opinion(session, actor, opinion_id)
        opinions.answer_opinion(session, opinion, answer=answer, officer=actor, now=utc_now())
