"""Places and agencies that handle the item of a guide, as its page lists them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.models import AdministeringArea, Agency, Division, Implementation, ServiceItem


@dataclass(frozen=True)
class HandlingBody:
    """The agency that handles an item in one place."""

    place: str
    division_code: str | None
    """None for an administering area."""
    agency: str
    entrusted_to: str | None
    enquiry_phone: str
    complaint_phone: str
    appeal_bodies: tuple[str, ...]
    """The bodies that hear reconsideration; empty where the catalogue does not know them."""


def handling_bodies(session: Session, item_code: str) -> list[HandlingBody]:
    """The agencies with an implementation of the item in their own place: divisions, then areas."""
    query = (
        select(Implementation, Agency.name, Division.name, AdministeringArea.name)
        .join(ServiceItem, ServiceItem.id == Implementation.item_id)
        .join(Agency, Agency.code == Implementation.agency_code)
        .outerjoin(Division, Division.code == Implementation.division_code)
        .outerjoin(AdministeringArea, AdministeringArea.code == Implementation.area_code)
        .where(ServiceItem.code == item_code)
        .order_by(Division.code.is_(None), Division.code, AdministeringArea.code)
    )
    return [
        HandlingBody(
            place=division or area,
            division_code=one.division_code,
            agency=agency,
            entrusted_to=one.entrusted_to,
            enquiry_phone=one.enquiry_phone,
            complaint_phone=one.complaint_phone,
            appeal_bodies=tuple(filter(None, (one.appeal_body, one.second_appeal_body))),
        )
        for one, agency, division, area in session.execute(query)
    ]
