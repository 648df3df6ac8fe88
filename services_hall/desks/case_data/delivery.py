"""What the templates of single themes need on the page of a case."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from services_hall.applications.delivery import deliveries_of
from services_hall.applications.models import Case
from services_hall.applications.stuck_results import stuck_results
from services_hall.identity import Actor


def delivery_data(session: Session, _actor: Actor, case: Case) -> Mapping[str, object]:
    """The deliveries of the case's result, and whether it could not be made."""
    has_result = case.outcome is not None
    return {
        "deliveries": deliveries_of(session, [case.id]) if has_result else (),
        "is_stuck": bool(stuck_results(session, [case])),
    }
