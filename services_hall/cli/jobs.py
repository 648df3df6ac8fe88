"""The command `jobs`: waiting and parked jobs with their errors, and retries."""

import click
from rich.table import Table

from services_hall.cli.console import CommandRefused, console, hall
from services_hall.clock import local_time, utc_now
from services_hall.database import reading, transaction
from services_hall.jobs import administration
from services_hall.jobs.errors import JobNotFound
from services_hall.jobs.models import JobStatus


@click.group()
def jobs() -> None:
    """List waiting and parked jobs, and retry them."""


@jobs.command("list")
@click.option(
    "--status",
    type=click.Choice([status.value for status in JobStatus]),
    help="Only these; else all not done.",
)
@click.option("--after", type=int, default=0, help="Only jobs with a higher number.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
def list_jobs(status: str | None, after: int, limit: int) -> None:
    """List jobs that are not done, the oldest first."""
    table = Table("number", "job", "status", "attempts", "runs at", "last error")
    with hall():
        rows = administration.jobs_page(
            reading(), status=JobStatus(status) if status else None, after=after, limit=limit
        )
        for job in rows:
            when = f"{local_time(job.run_at):%Y-%m-%d %H:%M:%S}"
            table.add_row(str(job.id), job.name, job.status, str(job.attempts), when, job.last_error or "")
        counts = administration.job_counts(reading())
    if rows:
        console.print(table)
    console.print(", ".join(f"{number} {status.value}" for status, number in counts.items()))
    if counts[JobStatus.PARKED]:
        console.print("a parked job runs again after `services-hall jobs retry NUMBER` (or --all)")


@jobs.command()
@click.argument("number", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="Every parked job.")
def retry(number: int | None, every: bool) -> None:
    """Make a parked job due again, with all its attempts."""
    if (number is None) != every:
        raise CommandRefused("name one job by its number (see `services-hall jobs list`), or --all")
    with hall(), transaction() as session:
        if number is None:
            count = administration.retry_parked_jobs(session, now=utc_now())
            console.print(f"{count} parked jobs will run again")
            return
        try:
            job = administration.retry_job(session, number, now=utc_now())
        except JobNotFound:
            raise CommandRefused(f"there is no job {number}; `services-hall jobs list` shows them") from None
        if job.status not in {JobStatus.WAITING, JobStatus.PARKED}:
            raise CommandRefused(
                f"job {number} is {job.status}: only parked and waiting jobs are tried again"
            )
    console.print(f"job {number} will run at once; a worker must be running")
