"""A step of the delivery of a result or notice as a thing: made, handed over, posted, received, returned."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from services_hall.applications import handover, queries
from services_hall.applications.models import Case
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


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


def record_delivery(actor: Actor, number: str, record: DeliveryRecord) -> None:
    """Records the step for a case of the actor's desk.

    Raises CaseNotFound, DeliveryStepRefused, ActionInvalid, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        carry_out(session, case, record, by=actor, now=utc_now())


def carry_out(session: Session, case: Case, record: DeliveryRecord, *, by: Actor, now: datetime) -> None:
    """Carry out the step on a locked case."""
    match record.step:
        case DeliveryStep.MAKE:
            handover.mark_ready(session, case, now=now)
        case DeliveryStep.HAND_OVER:
            handover.hand_over(session, case, paper=record.paper, receiver=record.receiver, by=by, now=now)
        case DeliveryStep.POST:
            handover.send_by_post(
                session,
                case,
                paper=record.paper,
                tracking_number=record.tracking_number,
                address=record.address,
                by=by,
                now=now,
            )
        case DeliveryStep.CONFIRM_RECEIPT:
            handover.confirm_receipt(
                session, case, paper=record.paper, receiver=record.receiver, by=by, now=now
            )
        case DeliveryStep.RETURN:
            handover.return_to_sender(session, case, paper=record.paper, by=by, now=now)
