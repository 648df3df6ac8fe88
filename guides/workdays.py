"""Working days: the official calendar, and periods reckoned in their own units (民法典 arts. 200 to 204)."""

from enum import StrEnum


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    HOUR = "hour"
