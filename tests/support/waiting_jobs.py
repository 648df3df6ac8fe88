"""Does the waiting jobs of a hall at once, in this process: numbers and PDFs of papers, certificates."""

from services_hall.job_registry import handlers
from services_hall.jobs.runner import Runner
from tests.support.hall import Hall


def do_jobs(hall: Hall) -> int:
    """Runs what is waiting, and what that causes; how many jobs ran."""
    with hall.app.app_context():
        return Runner(handlers()).run_until_empty()
