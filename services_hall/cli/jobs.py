"""The command `jobs`: waiting and parked jobs with their errors, and retries."""

import click
from rich.table import Table

from services_hall.applications.job_subjects import JobSubject, job_subjects
from services_hall.cli.console import CommandRefused, console, hall
from services_hall.cli.language import say
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
    headings = ("number", "job", "about", "status", "attempts", "runs at", "last error")
    table = Table(*(say(heading) for heading in headings))
    with hall():
        rows = administration.jobs_page(
            reading(), status=JobStatus(status) if status else None, after=after, limit=limit
        )
        subjects = job_subjects(reading(), rows)
        for job in rows:
            table.add_row(
                str(job.id),
                job.name,
                _about(subjects.get(job.id)),
                say(job.status),
                str(job.attempts),
                f"{local_time(job.run_at):%Y-%m-%d %H:%M:%S}",
                job.last_error or "",
            )
        counts = administration.job_counts(reading())
    if rows:
        console.print(table)
    console.print(", ".join(f"{number} {say(status.value)}" for status, number in counts.items()))
    if counts[JobStatus.PARKED]:
        console.print(say("a parked job runs again after `services-hall jobs retry NUMBER` (or --all)"))


def _about(subject: JobSubject | None) -> str:
    return "" if subject is None else " ".join(one for one in (subject.agency_name, subject.number) if one)


@jobs.command()
@click.argument("number", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="Every parked job.")
def retry(number: int | None, every: bool) -> None:
    """Make a parked job due again, with all its attempts."""
    if (number is None) != every:
        raise CommandRefused(say("name one job by its number (see `services-hall jobs list`), or --all"))
    with hall(), transaction() as session:
        if number is None:
            count = administration.retry_parked_jobs(session, now=utc_now())
            console.print(say("{count} parked jobs will run again", count=count))
            return
        try:
            job = administration.retry_job(session, number, now=utc_now())
        except JobNotFound:
            text = "there is no job {number}; `services-hall jobs list` shows them"
            raise CommandRefused(say(text, number=number)) from None
        if job.status not in {JobStatus.WAITING, JobStatus.PARKED}:
            text = "job {number} is {status}: only parked and waiting jobs are tried again"
            raise CommandRefused(say(text, number=number, status=say(job.status)))
    console.print(say("job {number} will run at once; a worker must be running", number=number))
