"""The retry rule: delays after failures, and parking of jobs."""

from datetime import timedelta
from math import ceil
from typing import Final

from services_hall.jobs.errors import JobError, JobImpossible
from services_hall.jobs.models import REASON_LENGTH
from services_hall.jobs.names import JobName

BACK_OFF: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 600))
MAX_ATTEMPTS: Final = 8


TRIED_FOR: Final = {JobName.DELIVER_WEBHOOK: timedelta(days=1)}
"""Jobs that wait for another system, by how long they are tried at least."""


def most_attempts(name: JobName | str) -> int:
    """After how many failed attempts a job of this name is parked."""
    time = TRIED_FOR.get(name) if isinstance(name, JobName) else None
    if time is None:
        return MAX_ATTEMPTS
    *first, last = BACK_OFF
    return len(first) + 1 + ceil((time - sum(first, timedelta())) / last)


def retry_delay(
    attempts: int, error: Exception | None = None, *, name: JobName | str = ""
) -> timedelta | None:
    """The delay after this number of failed attempts, or None when the job must be parked."""
    if isinstance(error, JobImpossible) or attempts >= most_attempts(name):
        return None
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


def failure_reason(error: Exception) -> str:
    """One sentence for the administrator; of an unexpected error only its class: its text may be personal."""
    if isinstance(error, JobError):
        return error.reason[:REASON_LENGTH]
    return f"意外错误 {type(error).__name__}，详见日志"
