"""Pages for supervisors: deadlines of all agencies, overdue cases, age of guides; read-only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from guides.calendar import WorkingDays, count_working_days
from guides.calendar.official_days import load_calendar
from services_hall.casework.lights import NEAR, light_days
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.oversight.blueprint import blueprint
from services_hall.supervision import clocks, freshness
from services_hall.supervision.clocks import OverdueCase
from services_hall.supervision.freshness import GuideAge
from services_hall.web.access import access
from services_hall.web.pagination import cursor_text, list_page

PAGE: Final = 50
SHOWN_FIRST: Final = 10
PERIOD: Final = timedelta(days=30)
CALENDAR_BEFORE: Final = timedelta(days=60)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST_ID: Final = 2**63 - 1


@dataclass(frozen=True)
class OverdueRow:
    """An overdue case, and by how many working days."""

    case: OverdueCase
    late: int


@blueprint.get("/")
@access(Role.SUPERVISOR)
def dashboard() -> ResponseReturnValue:
    """All deadlines by agency, overdue cases, age of the guides."""
    session, now = reading(), utc_now()
    today, since = local_day(now), now - PERIOD
    calendar = load_calendar(session, since=today - CALENDAR_BEFORE)
    return render_template(
        "oversight/dashboard.html",
        agencies=clocks.clocks_by_agency(session, days=light_days(today, calendar), since=since),
        overdue=_rows(clocks.overdue_cases(session, today=today, limit=SHOWN_FIRST), today, calendar),
        ages=freshness.age_counts(session, now=now),
        late_approvals=freshness.late_approvals(session, today=today, calendar=calendar, limit=SHOWN_FIRST),
        published=freshness.published_since(session, since=since, calendar=calendar),
        visits=freshness.visit_counts(session),
        days=PERIOD.days,
        near=NEAR,
        now=now,
    )


@blueprint.get("/overdue")
@access(Role.SUPERVISOR)
def overdue() -> ResponseReturnValue:
    """Every overdue case, in pages."""
    session, today = reading(), local_day(utc_now())
    page = list_page(
        lambda after, limit: clocks.overdue_cases(session, today=today, after=after, limit=limit),
        _case_cursor(),
        size=PAGE,
        cursor=lambda case: f"{case.due_on.isoformat()}.{case.id}",
    )
    since = min((case.due_on for case in page.rows), default=today)
    rows = _rows(page.rows, today, load_calendar(session, since=since))
    return render_template("oversight/overdue.html", rows=rows, page=page)


@blueprint.get("/guides")
@access(Role.SUPERVISOR)
def guides() -> ResponseReturnValue:
    """Every guide in force with its age, oldest first, in pages."""
    today = local_day(utc_now())
    page = list_page(
        lambda after, limit: freshness.oldest_guides(reading(), after=after, limit=limit),
        _guide_cursor(),
        size=PAGE,
        cursor=_cursor_of,
    )
    rows = [
        (guide, (today - local_day(guide.published_at)).days)
        for guide in page.rows
        if guide.published_at is not None
    ]
    return render_template("oversight/guides.html", rows=rows, page=page)


def _rows(cases: Sequence[OverdueCase], today: date, calendar: WorkingDays) -> list[OverdueRow]:
    return [OverdueRow(case, count_working_days(case.due_on, today, calendar)) for case in cases]


def _case_cursor() -> tuple[date, int] | None:
    """The start of the page, "2026-11-20.17"; None for any other text."""
    day, _dot, number = cursor_text().partition(".")
    try:
        return date.fromisoformat(day), min(int(number), LARGEST_ID)
    except ValueError:
        return None


def _guide_cursor() -> tuple[datetime, int] | None:
    """The start of the page, microseconds and id; None for any other text."""
    instant, _dot, number = cursor_text().partition(".")
    try:
        return EPOCH + timedelta(microseconds=int(instant)), min(int(number), LARGEST_ID)
    except (ValueError, OverflowError):
        return None


def _cursor_of(guide: GuideAge) -> str | None:
    if guide.published_at is None:
        return None
    return f"{(guide.published_at - EPOCH) // timedelta(microseconds=1)}.{guide.edition_id}"
