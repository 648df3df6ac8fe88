"""Items in force that nobody handles: no body in any place, or a body where no officer works."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session

from guides.enumerations import DivisionLevel, EditionStatus
from guides.models import Agency, Division, GuideEdition, Implementation, ServiceItem


@dataclass(frozen=True)
class UnhandledItem:
    """An item in force, and the body that decides it; none where no body does in any place."""

    code: str
    name: str
    agency_code: str = ""
    agency_name: str = ""
    level: DivisionLevel | None = None
    """The level of the place where the body sits."""


def items_without_body(session: Session) -> Sequence[UnhandledItem]:
    """The items in force that no body decides in any place, by code."""
    is_decided = exists().where(Implementation.item_id == ServiceItem.id)
    rows = select(ServiceItem.code, ServiceItem.name).where(_is_in_force(), ~is_decided)
    return [UnhandledItem(*row) for row in session.execute(rows.order_by(ServiceItem.code))]


def items_of_bodies_without(session: Session, staffed: Collection[str]) -> Sequence[UnhandledItem]:
    """The items in force by body, for the bodies that are not among these codes; by level, body and code."""
    rows = (
        select(ServiceItem.code, ServiceItem.name, Agency.code, Agency.name, Division.level)
        .join(Implementation, Implementation.item_id == ServiceItem.id)
        .join(Agency, Agency.code == Implementation.agency_code)
        .join(Division, Division.code == Agency.division_code)
        .where(_is_in_force(), Agency.code.not_in(list(staffed)))
        .distinct()
        .order_by(Agency.code, ServiceItem.code)
    )
    found = [UnhandledItem(*row) for row in session.execute(rows)]
    order = list(DivisionLevel)
    return sorted(found, key=lambda item: order.index(item.level) if item.level else len(order))


def _is_in_force() -> Exists:
    return exists().where(
        GuideEdition.item_id == ServiceItem.id, GuideEdition.status == EditionStatus.CURRENT
    )
