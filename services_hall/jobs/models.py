"""The jobs table (outbox): state, lease and last error of each job."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, Dialect, Index, Integer, String, Text, TypeDecorator, text
from sqlalchemy.orm import Mapped, mapped_column

from guides.orm import BigId, UtcDateTime, word_column
from services_hall.database import Base
from services_hall.jobs.names import JobName

REASON_LENGTH: Final = 300
JOB_NAMES: Final = {name.value: name for name in JobName}


class JobStatus(StrEnum):
    """The status of a job."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    PARKED = "parked"


OPEN_STATUSES: Final = text("status IN ('waiting', 'leased')")
PARKED: Final = text("status = 'parked'")
FINISHED_STATUSES: Final = text("status = 'done'")


class JobNameText(TypeDecorator[JobName | str]):
    """The name of a job: a JobName, or the text itself when another version of the program wrote the job."""

    # no `word_column`: it raises for an unknown name when the row is read, and one such job would then stop
    # every worker instead of being parked
    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: JobName | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> JobName | str | None:
        return None if value is None else JOB_NAMES.get(value, value)


class Job(Base):
    """A background job, open or finished; its payload contains only ids and names."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'leased', 'done', 'parked')", name="known_status"),
        CheckConstraint("(status = 'leased') = (lease_token IS NOT NULL)", name="leased_by_token"),
        CheckConstraint("(lease_token IS NULL) = (leased_until IS NULL)", name="lease_ends"),
        Index("ix_jobs_open", "run_at", "id", sqlite_where=OPEN_STATUSES, postgresql_where=OPEN_STATUSES),
        Index("ix_jobs_parked", "id", sqlite_where=PARKED, postgresql_where=PARKED),
        Index(
            "ix_jobs_finished",
            "finished_at",
            sqlite_where=FINISHED_STATUSES,
            postgresql_where=FINISHED_STATUSES,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[JobName | str] = mapped_column(JobNameText)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    unique_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    status: Mapped[JobStatus] = mapped_column(
        word_column(JobStatus, "status", length=10, is_checked=False), default=JobStatus.WAITING
    )
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    leased_by: Mapped[str | None] = mapped_column(String(160))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def release(self) -> None:
        """Clear the lease; the caller sets the next status."""
        self.lease_token = self.leased_by = self.leased_until = None
