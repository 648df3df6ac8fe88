"""Immediate execution of a hall's waiting jobs in this process: certificates, terminations, papers."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import or_, select

from services_hall.clock import utc_now
from services_hall.database import end_reading, reading
from services_hall.documents.models import Paper
from services_hall.job_registry import handlers
from services_hall.jobs.leases import is_due
from services_hall.jobs.models import Job
from services_hall.jobs.names import JobName
from services_hall.jobs.runner import Runner
from tests.support.hall import Hall
from tests.support.paper_cache import share_pages

share_pages()


def do_jobs(hall: Hall, *paper_kinds: str) -> int:
    """Runs the waiting jobs, and those that they cause, of papers only these kinds; returns how many ran.

    Papers take most of the time of the tests that run jobs, and most of these tests read one or none.
    """
    count = 0
    with hall.app.app_context():
        runner = Runner(handlers())
        while ran := sum(runner.run_job(job_id) for job_id in _due_jobs(paper_kinds)):
            count += ran
    return count


def _due_jobs(paper_kinds: Collection[str]) -> list[int]:
    papers = select(Paper.id).where(Paper.kind.in_(paper_kinds))
    is_wanted = or_(Job.name != JobName.RENDER_PAPER, Job.payload["paper_id"].as_integer().in_(papers))
    rows = select(Job.id).where(is_due(utc_now()), is_wanted)
    found = list(reading().scalars(rows.order_by(Job.run_at, Job.id)))
    end_reading()
    return found


def do_jobs_and_papers(hall: Hall) -> int:
    """Runs the waiting jobs, and those that they cause; returns how many ran."""
    with hall.app.app_context():
        return Runner(handlers()).run_until_empty()


def do_jobs_beside_a_browser(hall: Hall) -> int:
    """The same in a thread of its own: Playwright's event loop runs in the thread of the test."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(do_jobs_and_papers, hall).result()


def issue_beside_a_browser(hall: Hall) -> int:
    """The same for all jobs but those of papers."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(do_jobs, hall).result()
