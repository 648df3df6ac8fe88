"""Immediate execution of a hall's waiting jobs in this process: numbers, PDFs, certificates."""

from services_hall.job_registry import handlers
from services_hall.jobs.runner import Runner
from tests.support.hall import Hall
from tests.support.paper_cache import share_pages

share_pages()


def do_jobs(hall: Hall) -> int:
    """Runs the waiting jobs, and those that they cause; returns how many ran."""
    with hall.app.app_context():
        return Runner(handlers()).run_until_empty()
