"""The relay: publishes due jobs to a broker, and again when no worker takes them in time."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Final

from flask import Flask, current_app
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.jobs.leases import (
    BROKER,
    due_jobs,
    free_abandoned_jobs,
    hand_to_broker,
)
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.polling import has_due_jobs

HANDED_OVER_FOR: Final = timedelta(minutes=5)
MOST_HANDED_OVER: Final = 500
BATCH: Final = 100
WAIT: Final = 0.3
WAIT_AFTER_FAILURE: Final = 3.0
logger = logging.getLogger(__name__)


class Relay:
    """Publishes job numbers with `publish`, which returns after the broker's confirmation or raises."""

    def __init__(self, publish: Callable[[int], None], *, lasting: timedelta = HANDED_OVER_FOR) -> None:
        self.publish = publish
        self.lasting = lasting

    def run_once(self) -> int:
        """Publish due jobs, up to the limit of jobs waiting at the broker; returns their number."""
        now = utc_now()
        with transaction() as session:
            free_abandoned_jobs(session, now=now)
            room = min(BATCH, MOST_HANDED_OVER - _jobs_at_broker(session))
            numbers = []
            for job in due_jobs(session, now=now, limit=max(room, 0)):
                hand_to_broker(job, now=now, lasting=self.lasting)
                numbers.append(job.id)
        for position, number in enumerate(numbers):
            try:
                self.publish(number)
            except Exception:
                _release_unconfirmed(numbers[position:])
                raise
        return len(numbers)

    def run_forever(self, stop: Event, after_each: Callable[[], None] | None = None) -> None:
        """Publish until `stop` is set; retry when the broker or the database does not answer."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy hides it
        while not stop.is_set():
            wait = WAIT
            try:
                with app.app_context():
                    if has_due_jobs() and self.run_once():
                        wait = 0.0
            except Exception:
                logger.exception("jobs could not be handed over; trying again")
                wait = WAIT_AFTER_FAILURE
            if after_each is not None:
                after_each()
            stop.wait(wait)


def _jobs_at_broker(session: Session) -> int:
    statement = select(func.count()).where(Job.status == JobStatus.LEASED, Job.leased_by == BROKER)
    return session.scalar(statement) or 0


def _release_unconfirmed(numbers: list[int]) -> None:
    """Make the rows due again for which the broker sent no confirmation."""
    with transaction() as session:
        statement = update(Job).where(
            Job.id.in_(numbers), Job.status == JobStatus.LEASED, Job.leased_by == BROKER
        )
        session.execute(statement.values(leased_until=utc_now()))
