"""The order of acceptance for items with a limited number of grants."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.lifecycle import ACCEPTED
from services_hall.applications.models import Case

SHOWN = 5
"""The largest number of earlier cases that are named."""


def require_acceptance_order(session: Session, case: Case) -> None:
    """Raise ActionInvalid when cases that were accepted earlier are still undecided.

    行政许可法 art. 57: for a limited number of grants, the order of acceptance decides.
    """
    earlier = earlier_cases(session, case)
    if earlier:
        numbers = tuple(one.number for one in earlier)
        raise ActionInvalid(
            {"is_order_confirmed": FieldProblem(ActionFault.EARLIER_CASES_OPEN, {"numbers": numbers})}
        )


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
