"""Rows of the calendar: seeding from the State Council's yearly notices and loading as working days."""

from datetime import date
from typing import Any, Final

from chinese_calendar import constants as official
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from guides.calendar.arithmetic import NEW_YEAR_SHIFTS_FROM, SATURDAY, WorkingDays, days_between
from guides.models import CalendarDay

SOURCE: Final = "chinesecalendar"
NEW_YEAR_KNOWN_BY: Final = (1, 10)
"""A calendar that lists the days of January up to this one comes from the year's notice."""

_SINCE: Final = select(CalendarDay.day, CalendarDay.is_working).where(CalendarDay.day >= bindparam("first"))
_BETWEEN: Final = select(CalendarDay.day, CalendarDay.is_working).where(
    CalendarDay.day.between(bindparam("first"), bindparam("last"))
)


def load_calendar(session: Session, *, since: date | None = None) -> WorkingDays:
    """The calendar of the table, from the year of `since` on if it is given; one query."""
    first = date.min if since is None else since.replace(month=1, day=1)
    rows = session.connection().execute(_SINCE, {"first": first}).tuples().all()
    return WorkingDays(dict(rows))


def load_calendar_between(session: Session, first: date, last: date) -> WorkingDays:
    """The calendar with only the days from `first` to `last`, exact for these.

    It reaches into January if a notice for the next year can still change the last day.
    """
    if (last.month, last.day) >= NEW_YEAR_SHIFTS_FROM:
        last = date(last.year + 1, *NEW_YEAR_KNOWN_BY)
    rows = session.connection().execute(_BETWEEN, {"first": first, "last": last}).tuples().all()
    return WorkingDays(dict(rows), between=(first, last))


def seed_calendar(session: Session) -> int:
    """Writes each day of the package's years, except edited days; returns the number of changed rows."""
    known = {row.day: row for row in session.execute(select(CalendarDay.__table__))}
    rows = [
        row
        for row in official_day_rows()
        if (old := known.get(row["day"])) is None
        or (old.source == SOURCE and (old.is_working, old.note) != (row["is_working"], row["note"]))
    ]
    stale = [row["day"] for row in rows if row["day"] in known]
    if stale:
        session.execute(delete(CalendarDay).where(CalendarDay.day.in_(stale)))
    if rows:
        session.execute(insert(CalendarDay), rows)
    return len(rows)


def official_day_rows() -> list[dict[str, Any]]:
    """Every day of every year of the State Council's notices, as rows of the calendar."""
    years = sorted({day.year for day in official.holidays})
    return [
        {"day": day, "is_working": is_officially_working(day), "note": official_note(day), "source": SOURCE}
        for day in days_between(date(years[0], 1, 1), date(years[-1], 12, 31))
    ]


def is_officially_working(day: date) -> bool:
    return day in official.workdays or (day.weekday() < SATURDAY and day not in official.holidays)


def official_note(day: date) -> str:
    """The notice's name for a day that differs from the ordinary week."""
    name = official.holidays.get(day) or official.workdays.get(day)
    if name is None:
        return ""
    chinese: str = official.Holiday(name).chinese
    return f"{chinese}调休上班" if day in official.workdays else chinese
