"""Hand-over of a result at any window to a person who names its number and shows the identity document."""

from sqlalchemy.orm import Session

from certificate_store.text_input.numbers import compact
from services_hall.applications.agent_rights import right_problem
from services_hall.applications.delivery.handover import PROOF
from services_hall.applications.errors import AgentNotEntitled, CaseNotFound
from services_hall.applications.models import Case
from services_hall.applications.parties.paper_mandates import MandateAct
from services_hall.applications.reads.printed_numbers import case_with_printed_number
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.record_delivery import DeliveryRecord, DeliveryStep, carry_out
from services_hall.use_cases.single_files import check_single_file, store_single_file


def case_to_collect(session: Session, number: str, identifier: str) -> Case:
    """The case with this number, on whichever paper it is printed, if this identifies who may collect it.

    That is one of its applicants, or their agent with the right to collect. Raises CaseNotFound, whether the
    number is unknown or belongs to somebody else; AgentNotEntitled.
    """
    case = case_with_printed_number(session, number)
    if case is None:
        raise CaseNotFound
    if compact(identifier) not in _applicants(case):
        agent = case.application.agent
        if agent is None or compact(identifier) != compact(agent.identifier):
            raise CaseNotFound
        today = local_day(utc_now())
        if problem := right_problem(session, case.application, agent, MandateAct.COLLECT, on=today):
            raise AgentNotEntitled(problem)
    return case


def _applicants(case: Case) -> set[str]:
    """The identifiers of all who applied, each of whom may collect."""
    application = case.application
    holders = (application.holder, *(party.holder for party in application.joint_applicants))
    return {compact(holder.identifier) for holder in holders}


def hand_over_at_window(
    actor: Actor,
    number: str,
    identifier: str,
    receiver: str,
    paper: str = "",
    *,
    proof: SentFile | None = None,
) -> None:
    """Hands the result, or this notice to the applicant, over against the signature of `receiver`.

    `proof` is the receipt that was signed (送达回证).
    Raises CaseNotFound, AgentNotEntitled, ActionInvalid, DeliveryStepRefused, TransitionRefused.
    """
    checked = check_single_file(proof)
    with transaction() as session:
        case_id = case_to_collect(session, number, identifier).id
        case = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
        if paper not in {"", *(one.public_id for one in case.papers if one.is_for_applicant)}:
            raise CaseNotFound
        record = DeliveryRecord(DeliveryStep.HAND_OVER, paper=paper, receiver=receiver)
        delivery = carry_out(session, case, record, by=actor, now=utc_now())
        if checked is not None:
            delivery.proof_id = store_single_file(
                session, case, actor, PROOF, checked=checked, attachment_id=None
            )
