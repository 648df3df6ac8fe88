"""First opening of an electronic result by its applicant, which delivers it."""

from services_hall.applications import delivery, queries
from services_hall.applications.handover import delivered_papers
from services_hall.applications.lifecycle import GRANT_ENDED
from services_hall.applications.models import Case, CasePaper
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.documents.models import Paper
from services_hall.identity import Actor


def note_opened_paper(actor: Actor, paper: Paper) -> None:
    """Notes that the applicant opened this paper, if it is made and is what the case ended with last."""
    if not isinstance(paper, CasePaper) or paper.made_at is None:
        return
    if paper.kind in delivered_papers(paper.case):
        _note_opening(actor, paper.case)


def note_opened_certificate(actor: Actor, identifier: str) -> None:
    """Notes that the applicant opened this certificate, if a case issued it."""
    case = queries.case_of_certificate(reading(), identifier)
    if case is not None and delivery.is_deliverable(case):
        _note_opening(actor, case)


def _note_opening(actor: Actor, case: Case) -> None:
    if case.delivered_at is not None and case.state not in GRANT_ENDED:
        return
    case_id = case.id
    with transaction() as session:
        locked = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
        delivery.deliver_opened_result(session, locked, reader=actor, now=utc_now())
