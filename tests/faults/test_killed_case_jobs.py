"""Jobs that change cases, killed at random moments and run by two processes: each case changes once."""

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

import psutil
import pytest
from sqlalchemy import select

from certificate_store import lookup
from certificate_store.lifecycle import Standing
from certificate_store.models import Certificate
from services_hall import database
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case
from services_hall.audit.models import AuditEntry
from services_hall.clock import local_day, utc_now
from services_hall.core import SETTINGS
from services_hall.documents.models import Paper
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName
from services_hall.notices.enumerations import NoticeTopic
from tests.faults.case_job_process import WAITING_JOBS
from tests.faults.invariants import check_numbered_files, check_record
from tests.support.agency_systems import system
from tests.support.case_decisions import break_commitment, grant
from tests.support.hall import Hall
from tests.support.late_cases import CASE_JOBS, check_changed_once
from tests.support.notices import notices_of
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.small_hall import environment
from tests.support.source_certificates import days_ahead, food_permit
from tests.support.waiting_jobs import do_jobs_and_papers

CASES = 4
SECONDS = 0.3
"""The time after which a child is killed at the latest; a job takes about as long."""
CERTIFICATE_SECONDS = 2.0
"""The same for papers and certificates, which are rendered and signed."""

OTHER_JOBS = {
    # killed by the tests below, and with the whole hall by test_killed_hall
    JobName.RENDER_PAPER,
    JobName.ISSUE_CERTIFICATE,
    JobName.ANNUL_CERTIFICATE,
    JobName.CANCEL_SOURCE,
    JobName.REMIND_OF_CERTIFICATES,
    JobName.SEAL_AUDIT,
    # one statement in one transaction, and nothing to do once it is done
    JobName.DELETE_REGISTRATIONS,
    # write their effect in the transaction of the job itself, as test_killed_workers shows for any job
    JobName.NUMBER_CASE_CHANGES,
    JobName.DELIVER_WEBHOOK,
    JobName.PUBLISH_GUIDES,
    JobName.PUBLISH_BUNDLES,
    JobName.PRINT_GUIDE,
    JobName.SEND_NOTICE,
    JobName.SEND_RECOVERY,
    JobName.SEND_PROOF,
    JobName.CLEAR_DONE_JOBS,
    JobName.CLEAR_ORPHAN_FILES,
}


class JobProcess:
    """A process that runs jobs in children of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.done: set[int] = set()

    def start(self, hall: Hall, job: str) -> int:
        """Start a job in this hall; returns the id of the child that runs it."""
        assert self.process.stdin is not None
        line = {"job": job, "environment": environment(hall.app.extensions[SETTINGS])}
        self.process.stdin.write(f"{json.dumps(line)}\n")
        self.process.stdin.flush()
        word, child = self._next_words()
        while word != "started":
            word, child = self._next_words()
        return child

    def _next_words(self) -> tuple[str, int]:
        """What a child says next; the children that are done are noted."""
        assert self.process.stdout is not None
        word, child = self.process.stdout.readline().split()
        assert word != "failed", "a child ended with the exception above"
        if word == "done":
            self.done.add(int(child))
        return word, int(child)

    def kill_in_the_middle(self, hall: Hall, job: str, seconds: float) -> bool:
        """Start the job and kill its child after this time; returns whether it was still running."""
        child = self.start(hall, job)
        with suppress(psutil.NoSuchProcess):
            try:
                psutil.Process(child).wait(timeout=seconds)
            except psutil.TimeoutExpired:
                psutil.Process(child).send_signal(signal.SIGKILL)
                return True
        return False

    def run_twice_at_once(self, hall: Hall, job: str) -> None:
        """Two children run the job at the same time, to its end."""
        children = {self.start(hall, job), self.start(hall, job)}
        while not children <= self.done:
            self._next_words()


@pytest.fixture(scope="module")
def jobs() -> Iterator[JobProcess]:
    """The process that runs the jobs of all tests."""
    command = [sys.executable, "-m", "tests.faults.case_job_process"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        try:
            yield JobProcess(process)
        finally:
            process.kill()


@pytest.mark.parametrize("kills", [1, pytest.param(12, marks=pytest.mark.faults)])
def test_killed_jobs_change_each_case_once_and_wholly(
    either_hall: Hall, jobs: JobProcess, dice: random.Random, kills: int
) -> None:
    """One hall for all jobs: each finds its own cases, and those of the jobs before in their last state."""
    hits = []
    for job in CASE_JOBS:
        numbers = job.prepare(either_hall, 1 if kills == 1 else CASES)
        hits += kill_and_finish(either_hall, jobs, job.name, dice, kills)
        with either_hall.app.app_context():
            check_changed_once(job, numbers)
    assert set(JobName) - {job.name for job in CASE_JOBS} == OTHER_JOBS
    if kills > 1:
        assert any(hits)
        check_papers_and_record(either_hall)


@pytest.mark.parametrize("kills", [1, pytest.param(12, marks=pytest.mark.faults)])
def test_a_killed_reminder_of_certificates_tells_each_holder_once(
    either_hall: Hall, jobs: JobProcess, dice: random.Random, kills: int
) -> None:
    permits = [food_permit(either_hall, days_ahead(30), source=f"permit-{turn}") for turn in range(3)]
    kill_and_finish(either_hall, jobs, JobName.REMIND_OF_CERTIFICATES, dice, kills)
    told = [one.subject for one in notices_of(either_hall, "li") if one.topic is NoticeTopic.CERTIFICATE_ENDS]
    assert sorted(told) == sorted(permits)


def kill_and_finish(
    hall: Hall, jobs: JobProcess, job: str, dice: random.Random, kills: int
) -> Sequence[bool]:
    """Kill the job so often, then let two processes finish it; whether each kill met a running job."""
    hits = [jobs.kill_in_the_middle(hall, job, dice.uniform(0, SECONDS)) for _kill in range(kills)]
    jobs.run_twice_at_once(hall, job)
    return hits


def check_papers_and_record(hall: Hall) -> None:
    """All papers that the cases caused get numbers without gaps, and the record has no fault."""
    do_jobs_and_papers(hall)
    settings = hall.app.extensions[SETTINGS]
    with hall.app.app_context():
        check_numbered_files(settings, database.reading().scalars(select(Paper)).all())
        check_record(settings)


@pytest.mark.faults
def test_killed_jobs_cancel_the_certificate_of_an_annulled_grant_once(
    either_hall: Hall, jobs: JobProcess, dice: random.Random
) -> None:
    market, fire = system(either_hall, "market_supervision"), system(either_hall, "fire_rescue")
    cases = [
        case_of(file_restaurant(market, LI, key=f"restaurant-{turn}"), "XFJC-YYQ") for turn in range(CASES)
    ]
    for case in cases:
        grant(fire, case)

    def kill() -> bool:
        return jobs.kill_in_the_middle(either_hall, WAITING_JOBS, dice.uniform(0, CERTIFICATE_SECONDS))

    hits = [kill() for _turn in range(8)]
    for case in cases:
        break_commitment(either_hall, case)
    hits += [kill() for _turn in range(8)]
    jobs.run_twice_at_once(either_hall, WAITING_JOBS)
    assert any(hits)
    check_papers_and_record(either_hall)
    with either_hall.app.app_context():
        check_cancelled([case["number"] for case in cases])


def check_cancelled(numbers: list[str]) -> None:
    """Every certificate of these cases is cancelled and recorded so once; no job is left."""
    session = database.reading()
    assert session.scalars(select(Job).where(Job.status != JobStatus.DONE)).all() == []
    cases = [case for case in session.scalars(select(Case)).all() if case.state is CaseState.ANNULLED]
    assert sorted(case.number for case in cases) == sorted(numbers)
    identifiers = sorted(case.certificate_identifier for case in cases if case.certificate_identifier)
    annulled = select(AuditEntry.subject).where(AuditEntry.action == "certificate.annul")
    assert sorted(session.scalars(annulled)) == identifiers
    today = local_day(utc_now())
    with database.certificate_transaction() as store:
        issued = store.scalars(
            select(Certificate).where(Certificate.source.in_([f"case:{number}" for number in numbers]))
        ).all()
        assert sorted({one.identifier for one in issued}) == identifiers
        for identifier in identifiers:
            last = lookup.current_version(store, lookup.certificate(store, identifier))
            assert last.standing(today) is Standing.CANCELLED
