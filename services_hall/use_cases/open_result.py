"""First opening of an electronic result or notice by its applicant, which delivers it."""

from services_hall.applications.agent_rights import require_right
from services_hall.applications.delivery import result_delivery
from services_hall.applications.delivery.handover import DELIVERED_PAPERS
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.parties.paper_mandates import MandateAct
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.documents.models import Paper
from services_hall.identity import Actor


def note_opened_paper(actor: Actor, paper: Paper) -> None:
    """Notes that the applicant opened this paper, if it is made and one that is delivered.

    Raises AgentNotEntitled for an agent who may not collect what nobody has collected yet.
    """
    if not isinstance(paper, CasePaper) or paper.made_at is None:
        return
    if paper.kind in result_delivery.PAPER_STATES:
        if result_delivery.unopened_deliveries(reading(), paper.case, paper.id):
            _note_opening(actor, paper.case, paper.id)
    elif paper.kind in DELIVERED_PAPERS:
        _note_opened_result(actor, paper.case)


def note_opened_certificate(actor: Actor, identifier: str) -> None:
    """Notes that the applicant opened this certificate, if a case issued it."""
    case = queries.case_of_certificate(reading(), identifier)
    if case is not None:
        _note_opened_result(actor, case)


def _note_opened_result(actor: Actor, case: Case) -> None:
    if case.delivered_at is None and result_delivery.is_deliverable(case):
        _note_opening(actor, case, None)


def _note_opening(actor: Actor, case: Case, paper_id: int | None) -> None:
    case_id = case.id
    require_right(reading(), case.application, actor, MandateAct.COLLECT, on=local_day(utc_now()))
    with transaction() as session:
        locked = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
        result_delivery.deliver_opened(session, locked, paper_id, reader=actor, now=utc_now())
