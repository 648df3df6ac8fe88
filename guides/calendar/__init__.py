"""Working days: computation of periods, official days, comparison of limits."""

from guides.calendar.arithmetic import (
    HOURS_A_DAY,
    ONE_DAY,
    DueDay,
    WorkingDays,
    add_months,
    add_working_days,
    count_working_days,
    day_before,
    days_between,
    due_day,
    last_valid_day,
    latest_possible_day,
    local_day,
)
from guides.calendar.legal_holidays import is_legal_holiday
from guides.calendar.limits import is_limit_above, shortest_limit

__all__ = [
    "HOURS_A_DAY",
    "ONE_DAY",
    "DueDay",
    "WorkingDays",
    "add_months",
    "add_working_days",
    "count_working_days",
    "day_before",
    "days_between",
    "due_day",
    "is_legal_holiday",
    "is_limit_above",
    "last_valid_day",
    "latest_possible_day",
    "local_day",
    "shortest_limit",
]
