"""The order of acceptance for items with a limited number of grants."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault, readable_text
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.examination.steps import log_step
from services_hall.applications.lifecycle import ACCEPTED
from services_hall.applications.models import Case
from services_hall.identity import Actor

SHOWN: Final = 5
"""The largest number of earlier cases that are named."""
ORDER_REASON: Final = "order_reason"
"""The field of the reason to grant a case before them."""


def justify_order(session: Session, case: Case, *, reason: str, officer: Actor, now: datetime) -> None:
    """Record why the locked case is granted before cases that were accepted earlier and are undecided.

    行政许可法 art. 57: for a limited number of grants, the order of acceptance decides, unless a law or
    regulation says otherwise. Raises ActionInvalid without a reason, TransitionRefused.
    """
    earlier = earlier_cases(session, case)
    if not earlier:
        return
    numbers = tuple(one.number for one in earlier)
    reason = readable_text(ORDER_REASON, reason)
    if not reason:
        problem = FieldProblem(ActionFault.EARLIER_CASES_OPEN, {"numbers": numbers})
        raise ActionInvalid({ORDER_REASON: problem})
    fact = fact_details(EventFact.GRANTED_BEFORE, numbers=numbers)
    log_step(session, case, fact, reason=reason, officer=officer, now=now)


def earlier_cases(session: Session, case: Case) -> Sequence[Case]:
    """Undecided cases of the same item, agency and place that were accepted earlier; none without a limit.

    Of cases accepted in the same instant, as in bulk, the one with the lower number comes first.
    """
    if case.application_item.edition.terms.quantity_limit is None or case.accepted_at is None:
        return ()
    number = tuple_(Case.application_id, Case.position)
    is_earlier = or_(
        Case.accepted_at < case.accepted_at,
        and_(Case.accepted_at == case.accepted_at, number < (case.application_id, case.position)),
    )
    rows = (
        select(Case)
        .where(
            Case.agency_code == case.agency_code,
            Case.division_code == case.division_code,
            Case.item_code == case.item_code,
            Case.state.in_(sorted(ACCEPTED)),
            is_earlier,
        )
        .order_by(Case.accepted_at, Case.application_id, Case.position)
        .limit(SHOWN)
    )
    return session.scalars(rows).all()
