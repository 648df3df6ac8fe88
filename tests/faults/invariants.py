"""Invariants of a hall's two databases and files after any number of crashes."""

import re
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import func, select

from certificate_store.encryption import EncryptedFiles
from certificate_store.models import Certificate
from services_hall.applications.lifecycle import RESULT_HOLDS, CaseOutcome, CaseState
from services_hall.applications.models import Application, Case
from services_hall.applications.papers import KINDS
from services_hall.attachments.models import Attachment
from services_hall.audit.anchors import read_anchors
from services_hall.audit.chain import chain_key
from services_hall.audit.verification import verify_chain
from services_hall.clock import local_day
from services_hall.database import certificate_transaction, db, reading
from services_hall.documents.models import Paper
from services_hall.job_registry import PERIODIC
from services_hall.jobs.models import Job, JobStatus
from services_hall.settings import Settings

NUMBER = re.compile(r"(\w+)(.)〔(\d{4})〕(\d+)号")
PERIODIC_NAMES = {task.name for task in PERIODIC}


def open_jobs() -> int:
    """The number of unfinished jobs, without periodic ones."""
    db.session.rollback()
    wanted = Job.status.in_((JobStatus.WAITING, JobStatus.LEASED)), Job.name.not_in(PERIODIC_NAMES)
    return reading().scalar(select(func.count()).where(*wanted)) or 0


def jobs_by_status() -> dict[JobStatus, int]:
    """The number of jobs in each status, without periodic ones."""
    db.session.rollback()
    rows = select(Job.status, func.count()).where(Job.name.not_in(PERIODIC_NAMES)).group_by(Job.status)
    return dict(reading().execute(rows).tuples().all())


def is_working() -> bool:
    """Whether a job is leased, or none is waiting."""
    db.session.rollback()
    states = set(reading().scalars(select(Job.status).where(Job.name.not_in(PERIODIC_NAMES))))
    return JobStatus.LEASED in states or (bool(states) and states <= {JobStatus.DONE})


def check_jobs() -> None:
    """No job is parked; every paper and certificate has exactly one job, which is done."""
    parked = reading().scalars(select(Job).where(Job.status == JobStatus.PARKED)).all()
    assert [(job.name, job.last_error) for job in parked] == []
    rendered = reading().scalars(select(Job.payload).where(Job.name == "papers.render")).all()
    papers = reading().scalars(select(Paper.id)).all()
    assert sorted(payload["paper_id"] for payload in rendered) == sorted(papers)


def check_applications(keys: dict[str, str]) -> None:
    """Each key produced exactly the application in its response, and all its cases are decided."""
    made = {row.idempotency_key: row for row in reading().scalars(select(Application))}
    assert reading().scalar(select(func.count()).select_from(Application)) == len(keys)
    assert {key: row.number for key, row in made.items()} == keys
    for row in made.values():
        assert row.cases
        assert all(case.delivered_at and case.decided_at for case in row.cases), row.number


def check_papers(settings: Settings) -> None:
    """Every expected paper exists once, the numbers have no gaps, and each file is what was signed."""
    cases = reading().scalars(select(Case)).all()
    applications = reading().scalars(select(Application)).all()
    wanted = [("receipt", application.id, None) for application in applications]
    wanted += [
        ("delivery_address", application.id, None)
        for application in applications
        if application.delivery_consented_at is not None
    ]
    recorded = [case for case in cases if case.outcome is CaseOutcome.RECORDED]
    decided = [case for case in cases if case not in recorded]
    wanted += [("filing_record", case.application_id, case.id) for case in recorded]
    wanted += [("acceptance", case.application_id, case.id) for case in decided]
    wanted += [("commitment", case.application_id, case.id) for case in cases if case.is_by_commitment]
    wanted += [
        ("denial" if case.state is CaseState.DENIED else "grant", case.application_id, case.id)
        for case in decided
    ]
    papers = reading().scalars(select(Paper)).all()
    assert sorted(map(str, wanted)) == sorted(
        str((paper.kind, paper.application.id, paper.case_id)) for paper in papers
    )
    check_numbered_files(settings, papers)


def check_numbered_files(settings: Settings, papers: Sequence[Paper]) -> None:
    """The numbers of these papers have no gaps, and each file is what was signed."""
    numbers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for paper in papers:
        found = NUMBER.fullmatch(paper.number or "")
        assert found, paper.number
        assert found[2] == KINDS[paper.kind].mark
        assert int(found[3]) == local_day(paper.written_at).year
        numbers[found[1] + found[2], int(found[3])].append(int(found[4]))
        pdf = EncryptedFiles(settings.files_dir).get(paper.file_name or "")
        assert pdf.startswith(b"%PDF")
        assert sha256(pdf).hexdigest() == paper.sha256
    for kind, given in numbers.items():
        assert sorted(given) == list(range(1, len(given) + 1)), kind


def check_certificates(settings: Settings) -> None:
    """Each granted case whose item issues one has exactly one signed certificate; no other case has."""
    cases = reading().scalars(select(Case)).all()
    wanted = {f"case:{case.number}": case.certificate_identifier for case in cases if issues(case)}
    others = [case.certificate_identifier for case in cases if not issues(case)]
    assert set(others) <= {None}
    with certificate_transaction() as store:
        issued = store.scalars(select(Certificate).where(Certificate.source.startswith("case:"))).all()
        assert len(issued) == len(wanted)
        assert {one.source: one.identifier for one in issued} == wanted
        for one in issued:
            pdf = EncryptedFiles(settings.files_dir).get(one.file_name or "")
            assert sha256(pdf).hexdigest() == one.file_sha256


def check_files(settings: Settings) -> None:
    """Every file that a row names exists and is intact."""
    files = EncryptedFiles(settings.files_dir)
    for kept in reading().scalars(select(Attachment)):
        assert sha256(files.get(kept.file_name)).digest() == kept.sha256


def check_record(settings: Settings) -> None:
    """The tamper-evident record and the database pass their own checks."""
    verdict = verify_chain(reading(), chain_key(settings.secret_key), read_anchors(settings.data_dir))
    assert verdict.fault is None
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def check_all(settings: Settings, keys: dict[str, str]) -> None:
    """All checks above; `keys` maps each confirmed key to the number of its application."""
    db.session.rollback()
    check_applications(keys)
    check_jobs()
    check_papers(settings)
    check_certificates(settings)
    check_files(settings)
    check_record(settings)


def issues(case: Case) -> bool:
    """Whether the decision is favourable and the guide names a certificate for it."""
    result = case.application_item.edition.content.get("result") or {}
    return CaseState(case.state) in RESULT_HOLDS and bool(result.get("certificate_type"))
