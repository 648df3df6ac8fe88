"""A small city for tests: divisions, agencies, implementations."""

from typing import Final

from sqlalchemy.orm import Session

from guides.enumerations import DivisionLevel
from guides.models import (
    AdministeringArea,
    AdministeringAreaDivision,
    Agency,
    Division,
    Implementation,
    ServiceItem,
    ServicePoint,
    ServicePointItem,
)

CITY: Final = "420100000000"
DISTRICT: Final = "420103000000"
OTHER_DISTRICT: Final = "420111000000"
STREET: Final = "420103001000"
ZONE_STREET: Final = "420111079000"
COMMUNITY: Final = "420103001001"
ZONE_COMMUNITY: Final = "420111079001"
ZONE: Final = "optics-valley"

DIVISIONS: Final = (
    (CITY, "武汉市", DivisionLevel.CITY, None),
    (DISTRICT, "江汉区", DivisionLevel.DISTRICT, CITY),
    (OTHER_DISTRICT, "洪山区", DivisionLevel.DISTRICT, CITY),
    (STREET, "民族街道", DivisionLevel.STREET, DISTRICT),
    (ZONE_STREET, "关东街道", DivisionLevel.STREET, OTHER_DISTRICT),
    (COMMUNITY, "一社区", DivisionLevel.COMMUNITY, STREET),
    (ZONE_COMMUNITY, "二社区", DivisionLevel.COMMUNITY, ZONE_STREET),
)


def small_city(session: Session) -> None:
    """The divisions above, a zone that manages one street, and an agency for each division that has one."""
    for code, name, level, parent in DIVISIONS:
        session.add(Division(code=code, name=name, level=level, parent_code=parent))
        session.flush()
    session.add(AdministeringArea(code=ZONE, name="东湖新技术开发区"))
    session.flush()
    session.add(AdministeringAreaDivision(area_code=ZONE, division_code=ZONE_STREET))
    session.flush()


def add_item(session: Session, code: str = "TEST-XB") -> ServiceItem:
    item = ServiceItem(code=code, name=code, item_type="licence", agency_role="market_supervision")
    session.add(item)
    session.flush()
    return item


def add_implementation(
    session: Session, item: ServiceItem, *, division: str | None = None, area: str | None = None
) -> Implementation:
    """An implementation of the item by a new agency in one division."""
    place = division or area
    agency = Agency(
        code=f"A{place}"[:18],
        name=f"{place}局",
        role="market_supervision",
        division_code=division,
        area_code=area,
    )
    session.merge(agency)
    session.flush()
    made = Implementation(
        item_id=item.id,
        division_code=division,
        area_code=area,
        agency_code=agency.code,
        implementation_code=f"{item.code}-{place}",
    )
    session.add(made)
    session.flush()
    return made


def add_point(session: Session, item: ServiceItem, division: str, level: DivisionLevel) -> ServicePoint:
    point = ServicePoint(code=f"P-{division}", name=f"{division}大厅", division_code=division, level=level)
    session.add(point)
    session.flush()
    session.add(ServicePointItem(point_id=point.id, item_id=item.id))
    session.flush()
    return point
