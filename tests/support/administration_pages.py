"""What the tests of the administrators' pages read on them."""

import re

from sqlalchemy import select

from guides.models import Agency
from services_hall.database import reading
from services_hall.demo.accounts import DISTRICT
from tests.support.hall import Hall


def agency(hall: Hall, role: str = "market_supervision", division: str = DISTRICT) -> Agency:
    """The agency of this role in a district."""
    with hall.app.app_context():
        rows = select(Agency).where(Agency.role == role, Agency.division_code == division)
        return reading().scalars(rows).one()


def secret_on(page: str) -> str:
    """The secret that a page shows."""
    found = re.search(r"data-secret>([^<]+)<", page)
    assert found is not None, page
    return found[1]


def error_at(page: str, field: str) -> str:
    """The error that stands at a field."""
    found = re.search(rf'id="(?:field-{field}-error|error-{field})"[^>]*>(.*?)</p>', page, re.DOTALL)
    return "" if found is None else re.sub(r"<[^>]+>|错误：|\s", "", found[1])
