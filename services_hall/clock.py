"""The clock; the only module that reads the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)


def local_day(instant: datetime) -> date:
    """The calendar day of an aware instant in the hall's time zone (Asia/Shanghai)."""
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware")
    return instant.astimezone(LOCAL_ZONE).date()


def local_time(instant: datetime) -> datetime:
    """The same aware instant in the hall's time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware")
    return instant.astimezone(LOCAL_ZONE)
