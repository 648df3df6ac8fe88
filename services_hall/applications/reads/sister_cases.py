"""The other cases of an application as the desk of one of them sees them: their states alone."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.enumerations import ItemType
from guides.models import Agency, ServiceItem
from services_hall.applications.lifecycle import CaseStanding
from services_hall.applications.models import Case


class SisterCase(NamedTuple):
    """Another case of the same application: no content, no number, no officer."""

    item_name: str
    item_type: ItemType
    agency_name: str
    standing: CaseStanding


def sister_cases(session: Session, case: Case) -> Sequence[SisterCase]:
    """The other cases of the application, in its order. One query."""
    rows = (
        select(Case.item_name, ServiceItem.item_type, Agency.name, Case.state, Case.delivered_at)
        .join(Agency, Agency.code == Case.agency_code)
        .join(ServiceItem, ServiceItem.code == Case.item_code)
        .where(Case.application_id == case.application_id, Case.id != case.id)
        .order_by(Case.position)
    )
    return [
        SisterCase(name, kind, agency, CaseStanding(state, delivered_at is not None))
        for name, kind, agency, state, delivered_at in session.execute(rows)
    ]
