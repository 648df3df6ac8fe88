"""Immediate execution of a hall's waiting jobs in this process: numbers, PDFs, certificates."""

from concurrent.futures import ThreadPoolExecutor

from services_hall.job_registry import handlers
from services_hall.jobs.runner import Runner
from tests.support.hall import Hall
from tests.support.paper_cache import share_pages

share_pages()


def do_jobs(hall: Hall) -> int:
    """Runs the waiting jobs, and those that they cause; returns how many ran."""
    with hall.app.app_context():
        return Runner(handlers()).run_until_empty()


def do_jobs_beside_a_browser(hall: Hall) -> int:
    """The same in a thread of its own: Playwright's event loop runs in the thread of the test."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(do_jobs, hall).result()
