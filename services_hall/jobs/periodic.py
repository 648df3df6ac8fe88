"""Periodic jobs: any process with a timekeeper may request one, it is written once per period."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from services_hall.clock import utc_now
from services_hall.database import end_reading, reading, transaction
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import enqueue


@dataclass(frozen=True)
class PeriodicJob:
    """The job `name`, once per period of length `every`, if `is_needed` returns True."""

    name: JobName
    every: timedelta
    is_needed: Callable[[Session, datetime], bool] | None = None

    def period(self, now: datetime) -> int:
        """The number of the period that contains an instant."""
        return int(now.timestamp() // self.every.total_seconds())


class Timekeeper:
    """Writes the periodic jobs when their periods begin."""

    def __init__(self, table: Sequence[PeriodicJob]) -> None:
        self.table = table
        self.seen: dict[str, int] = {}

    def tick(self) -> list[str]:
        """Write the jobs that became due since the last call; returns their names."""
        now = utc_now()
        due = [task for task in self.table if self.seen.get(task.name) != task.period(now)]
        needed = [task for task in due if task.is_needed is None or task.is_needed(reading(), now)]
        end_reading()
        if needed:
            with transaction() as session:
                for task in needed:
                    enqueue(session, task.name, {}, unique_key=f"{task.name}:{task.period(now)}")
        self.seen |= {task.name: task.period(now) for task in due}
        return [task.name for task in needed]
