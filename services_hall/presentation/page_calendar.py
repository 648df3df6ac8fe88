"""Working-day calendar of a page, loaded once for all its calculations."""

from datetime import date

from flask import g

from guides.calendar import WorkingDays
from guides.calendar.official_days import load_calendar
from services_hall.database import reading


def calendar_since(since: date) -> WorkingDays:
    """The calendar from the year of a day on; one query for all days of the same year or later ones."""
    year = since.replace(month=1, day=1)
    if g.get("hall_calendar_since") is None or year < g.hall_calendar_since:
        g.hall_calendar, g.hall_calendar_since = load_calendar(reading(), since=year), year
    calendar: WorkingDays = g.hall_calendar
    return calendar
