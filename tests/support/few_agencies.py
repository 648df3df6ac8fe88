"""The few divisions and agencies for the accounts of the tests."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from guides.enumerations import DivisionLevel
from guides.models import Agency, Division
from services_hall.demo.accounts import BUREAU_DISTRICT, CITY, DESKS, DISTRICT


def add_places(session: Session) -> None:
    """Adds the city, two districts, and an agency of every class that the demo accounts need."""
    session.add(Division(code=CITY, name="武汉市", level=DivisionLevel.CITY))
    session.flush()
    for code, name in ((DISTRICT, "江岸区"), (BUREAU_DISTRICT, "江汉区")):
        session.add(Division(code=code, name=name, level=DivisionLevel.DISTRICT, parent_code=CITY))
    session.flush()
    for number, desk in enumerate(DESKS):
        session.add(agency(f"{desk.division_code[:6]}TEST{number:08}", desk.agency_role, desk.division_code))
    session.add(agency("11420103TEST000009", "approval_bureau", BUREAU_DISTRICT))
    session.flush()


def agency(code: str, role: str, division_code: str) -> Agency:
    return Agency(code=code, name=f"测试机关 {role}", role=role, division_code=division_code)


NOW = datetime(2026, 5, 4, 1, 30, tzinfo=UTC)
