"""The day by which everything of an application is expected to be decided, on the official calendar."""

from datetime import UTC, date, datetime

from guides.calendar import WorkingDays
from guides.calendar.official_days import official_day_rows
from services_hall.applications.clocks.expected_ends import expected_end
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.database import reading
from tests.support.agency_systems import system
from tests.support.case_decisions import application_row
from tests.support.hall import Hall
from tests.support.restaurant import UNLICENSED, ZHANG, file_restaurant

CALENDAR = WorkingDays({row["day"]: row["is_working"] for row in official_day_rows()})
FILED_ON = date(2026, 3, 2)


def test_what_waits_is_expected_after_what_it_waits_for(hall: Hall) -> None:
    number = file_restaurant(system(hall, "market_supervision"), ZHANG, scenario=UNLICENSED)["number"]
    with hall.app.app_context(), reading().no_autoflush:
        cases = application_row(number).cases
        first, *waiting = cases
        assert {case.state for case in waiting} == {CaseState.WAITING}
        first.filed_on, first.received_at = FILED_ON, datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
        first.decision_due_on = date(2026, 3, 6)
        # 5 working days for acceptance, then the longest promise of 12
        assert expected_end(cases, CALENDAR) == date(2026, 3, 31)
        first.decision_due_on = date(2026, 3, 13)
        assert expected_end(cases, CALENDAR) == date(2026, 4, 8)  # 4 to 6 April are off
        waiting[0].paused_on = date(2026, 3, 9)
        assert expected_end(cases, CALENDAR) is None
        for case in cases:
            case.outcome = CaseOutcome.WITHDRAWN
        assert expected_end(cases, CALENDAR) is None
