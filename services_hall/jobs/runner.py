"""The runner: executes leased jobs without an open transaction, then writes effect and status together."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any, Final

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.clock import utc_now
from services_hall.database import end_reading, transaction
from services_hall.jobs.errors import JobImpossible, LeaseLost
from services_hall.jobs.leases import (
    LEASE,
    LeasedJob,
    extend_lease,
    free_abandoned_jobs,
    lease_job,
    lease_jobs,
)
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.polling import has_due_jobs
from services_hall.jobs.retries import failure_reason, retry_delay

Effect = Callable[[Session], None]
Handler = Callable[[Mapping[str, Any]], Effect]

LONGEST_WAIT: Final = 0.5
SHORTEST_WAIT: Final = 0.02
LONGEST_RUN: Final = timedelta(minutes=10)
logger = logging.getLogger(__name__)


def no_effect(_session: Session) -> None:
    """An effect that changes nothing in the hall's database."""


class Runner:
    """Runs jobs by the table of handlers, one after another, inside an application context."""

    def __init__(self, handlers: Mapping[str, Handler], *, lasting: timedelta = LEASE) -> None:
        self.handlers = handlers
        self.lasting = lasting

    def run_once(self, limit: int = 1) -> int:
        """Lease and run up to `limit` due jobs; returns the number of leases. Failed jobs are retried."""
        with transaction() as session:
            free_abandoned_jobs(session, now=utc_now())
            leased = lease_jobs(session, now=utc_now(), limit=limit, lasting=self.lasting)
        for job in leased:
            self._run(job)
        return len(leased)

    def run_job(self, job_id: int) -> bool:
        """Run this job if it is due and can be leased; returns whether it was."""
        with transaction() as session:
            job = lease_job(session, job_id, now=utc_now(), lasting=self.lasting)
        if job is not None:
            self._run(job)
        return job is not None

    def run_until_empty(self) -> int:
        """Run jobs until none is due, including those caused by other jobs; returns their number."""
        count = 0
        while ran := self.run_once():
            count += ran
        return count

    def run_forever(self, stop: Event, after_each: Callable[[int], None] | None = None) -> None:
        """Run jobs until `stop` is set, polling every half second; `after_each` gets the number of jobs."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy hides it
        wait = SHORTEST_WAIT
        while not stop.is_set():
            with app.app_context():
                ran = self._run_due()
            wait = SHORTEST_WAIT if ran else min(wait * 2, LONGEST_WAIT)
            if after_each is not None:
                after_each(ran)
            if not ran:
                stop.wait(wait)

    def _run_due(self) -> int:
        """One round; a database that does not answer for a while does not end the worker."""
        try:
            if not has_due_jobs():
                return 0
            return self.run_once()
        except Exception:
            logger.exception("jobs could not be leased; trying again")
            return 0

    def _run(self, job: LeasedJob) -> None:
        """Run the handler, then write its effect; a failure is recorded without any partial effect."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy hides it
        try:
            with app.app_context(), self._extended_lease(app, job):
                effect = self._handler(job)(job.payload)
                end_reading()
                self._finish(job, effect)
        except LeaseLost:
            logger.warning("job %s %s was taken over; this attempt leaves no trace", job.id, job.name)
        except Exception as error:
            logger.exception("job %s %s failed at attempt %s", job.id, job.name, job.attempts)
            self._fail(job, error)

    def _handler(self, job: LeasedJob) -> Handler:
        try:
            return self.handlers[job.name]
        except KeyError:
            raise JobImpossible(f"没有处理“{job.name}”的程序，请检查版本后重试") from None

    def _finish(self, job: LeasedJob, effect: Effect) -> None:
        with transaction() as session:
            row = _leased_job(session, job)
            effect(session)
            row.status, row.finished_at, row.last_error = JobStatus.DONE, utc_now(), None
            row.release()

    def _fail(self, job: LeasedJob, error: Exception) -> None:
        now = utc_now()
        wait = retry_delay(job.attempts, error, name=job.name)
        try:
            with transaction() as session:
                row = _leased_job(session, job)
                row.last_error = failure_reason(error)
                row.release()
                if wait is None:
                    row.status, row.finished_at = JobStatus.PARKED, now
                else:
                    row.status, row.run_at = JobStatus.WAITING, now + wait
        except LeaseLost:
            logger.warning("job %s %s was taken over after it had failed", job.id, job.name)

    @contextmanager
    def _extended_lease(self, app: Flask, job: LeasedJob) -> Iterator[None]:
        """Extend the lease while the block runs, up to the maximum run time."""
        ended = Event()
        extender = Thread(
            target=self._extend_periodically, args=(app, job, ended), name=f"lease-{job.id}", daemon=True
        )
        extender.start()
        try:
            yield
        finally:
            ended.set()
            extender.join()

    def _extend_periodically(self, app: Flask, job: LeasedJob, ended: Event) -> None:
        pause = self.lasting / 3
        for _ in range(int(LONGEST_RUN / pause)):
            if ended.wait(pause.total_seconds()):
                return
            try:
                with app.app_context(), transaction() as session:
                    if not extend_lease(session, job, now=utc_now(), lasting=self.lasting):
                        return
            except Exception:
                logger.exception("the lease of job %s could not be extended", job.id)


def _leased_job(session: Session, job: LeasedJob) -> Job:
    """The job's row, locked; raises LeaseLost when another process has taken it over."""
    statement = select(Job).where(Job.id == job.id, Job.lease_token == job.token).with_for_update()
    row = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise LeaseLost(job.id)
    return row
