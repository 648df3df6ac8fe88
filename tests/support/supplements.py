"""Supplements of the restaurant's food case: the notice of the agency and the day by which it is owed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from werkzeug.test import TestResponse

from services_hall import database
from services_hall.applications.models import Case, CaseDemand
from services_hall.clock import local_day, utc_now
from tests.support.agency_systems import System
from tests.support.case_decisions import OF_NOTICES, case_row, deliver_notices
from tests.support.hall import Hall

PLAN: Final = "layout-plan"
AREA: Final = "premises_area"
PLAN_DEMAND: Final = {"target": f"material.{PLAN}", "problem": "看不清", "way_out": "请重新拍照"}
AREA_DEMAND: Final = {"target": f"field.{AREA}", "problem": "与平面图不符", "way_out": "请按平面图填写"}


def in_days(days: int) -> date:
    """The day this many days from today."""
    return local_day(utc_now()) + timedelta(days=days)


def ask_supplement(
    desk: System, case: Mapping[str, Any], *demands: Mapping[str, str], due_on: date | None = None
) -> TestResponse:
    """The supplement notice as the agency's system; by default the plan and the area, in 20 days."""
    body = {
        "demands": [dict(one) for one in demands or (PLAN_DEMAND, AREA_DEMAND)],
        "due_on": (due_on or in_days(20)).isoformat(),
    }
    return desk.post(f"/cases/{case['number']}/supplement-notice", body)


def give_supplement(filer: System, case: Mapping[str, Any], **parts: Any) -> TestResponse:
    """The supplement as the system that filed."""
    return filer.post(f"/cases/{case['number']}/supplement", parts)


def demands_by_target(number: str) -> dict[str, CaseDemand]:
    """The demands in a case; needs an application context."""
    case = case_row(number)
    rows = database.reading().scalars(select(CaseDemand).where(CaseDemand.case_id == case.id))
    return {one.target: one for one in rows}


def let_days_pass(hall: Hall, number: str, column: str, days: int = 1) -> None:
    """Moves a due day of the case to this many days before today; that of a notice after its delivery."""
    if column in OF_NOTICES:
        with hall.app.app_context():
            deliver_notices(case_row(number).id)
    with hall.app.app_context(), database.transaction() as session:
        case = session.get_one(Case, case_row(number).id)
        setattr(case, column, in_days(-days))
