"""The retry rule: delays after failures, and parking of jobs."""

from datetime import timedelta
from typing import Final

from services_hall.jobs.errors import JobError, JobImpossible
from services_hall.jobs.models import REASON_LENGTH

BACK_OFF: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 600))
MAX_ATTEMPTS: Final = 8


def retry_delay(attempts: int, error: Exception | None = None) -> timedelta | None:
    """The delay after this number of failed attempts, or None when the job must be parked."""
    if isinstance(error, JobImpossible) or attempts >= MAX_ATTEMPTS:
        return None
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


def failure_reason(error: Exception) -> str:
    """One sentence for the administrator; of an unexpected error only its class: its text may be personal."""
    if isinstance(error, JobError):
        return error.reason[:REASON_LENGTH]
    return f"意外错误 {type(error).__name__}，详见日志"
