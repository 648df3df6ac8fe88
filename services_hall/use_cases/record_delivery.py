"""A step of the delivery of a result or notice as a thing: made, handed over, posted, received, returned."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from services_hall.applications.delivery import handover
from services_hall.applications.delivery.handover import PROOF
from services_hall.applications.models import Case, Delivery
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.single_files import check_single_file, store_single_file


class DeliveryStep(StrEnum):
    """What happens to a card or paper."""

    MAKE = "make"
    HAND_OVER = "hand_over"
    POST = "post"
    CONFIRM_RECEIPT = "confirm_receipt"
    RETURN = "return"


@dataclass(frozen=True)
class DeliveryRecord:
    """One step with its proof: who signed, or under which number and to which address it was posted.

    `paper` is the public id of a notice that is delivered; without it the result is, or what ended it.
    """

    step: DeliveryStep
    paper: str = ""
    receiver: str = ""
    tracking_number: str = ""
    address: str = ""


def record_delivery(
    actor: Actor,
    number: str,
    record: DeliveryRecord,
    *,
    proof: SentFile | None = None,
    attachment_id: int | None = None,
) -> None:
    """Records the step for a case of the actor's desk; `proof` is the receipt that was signed.

    `attachment_id` is such a receipt that a program uploaded before. Raises CaseNotFound, AttachmentNotFound,
    DeliveryStepRefused, ActionInvalid, TransitionRefused.
    """
    checked = check_single_file(proof)
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        delivery = carry_out(session, case, record, by=actor, now=utc_now())
        proof_id = store_single_file(
            session, case, actor, PROOF, checked=checked, attachment_id=attachment_id
        )
        delivery.proof_id = proof_id or delivery.proof_id


def carry_out(session: Session, case: Case, record: DeliveryRecord, *, by: Actor, now: datetime) -> Delivery:
    """Carry out the step on a locked case; the delivery that it belongs to."""
    match record.step:
        case DeliveryStep.MAKE:
            return handover.mark_ready(session, case, now=now)
        case DeliveryStep.HAND_OVER:
            return handover.hand_over(
                session, case, paper=record.paper, receiver=record.receiver, by=by, now=now
            )
        case DeliveryStep.POST:
            return handover.send_by_post(
                session,
                case,
                paper=record.paper,
                tracking_number=record.tracking_number,
                address=record.address,
                by=by,
                now=now,
            )
        case DeliveryStep.CONFIRM_RECEIPT:
            return handover.confirm_receipt(
                session, case, paper=record.paper, receiver=record.receiver, by=by, now=now
            )
        case DeliveryStep.RETURN:
            return handover.return_to_sender(session, case, paper=record.paper, by=by, now=now)
