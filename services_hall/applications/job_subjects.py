"""What a job is about: the number of its case or paper and the body, without anybody's data."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.models import Agency
from services_hall.applications.models import Case
from services_hall.applications.numbering import case_number
from services_hall.documents.models import Paper
from services_hall.jobs.models import Job

CASE, PAPER = "case_id", "paper_id"
"""The keys of a payload that name a case or a paper."""


@dataclass(frozen=True)
class JobSubject:
    """The number of a case or of a paper, its item, and the body that waits for the job."""

    number: str
    agency_name: str
    item_name: str = ""


def job_subjects(session: Session, jobs: Sequence[Job]) -> dict[int, JobSubject]:
    """The subjects of these jobs by the number of the job; a job about something else is left out."""
    cases = _cases(session, [job.payload[CASE] for job in jobs if CASE in job.payload])
    papers = _papers(session, [job.payload[PAPER] for job in jobs if PAPER in job.payload])
    found = {job.id: cases.get(job.payload.get(CASE)) or papers.get(job.payload.get(PAPER)) for job in jobs}
    return {number: subject for number, subject in found.items() if subject is not None}


def _cases(session: Session, ids: Sequence[int]) -> dict[int | None, JobSubject]:
    if not ids:
        return {}
    rows = (
        select(Case.id, Case.application_id, Case.filed_on, Case.position, Agency.name, Case.item_name)
        .join(Agency, Agency.code == Case.agency_code)
        .where(Case.id.in_(ids))
    )
    return {
        case_id: JobSubject(case_number(application_id, filed_on, position), agency, item)
        for case_id, application_id, filed_on, position, agency, item in session.execute(rows).tuples()
    }


def _papers(session: Session, ids: Sequence[int]) -> dict[int | None, JobSubject]:
    if not ids:
        return {}
    rows = select(Paper.id, Paper.number, Agency.name).outerjoin(Agency, Agency.code == Paper.issuer_code)
    found = session.execute(rows.where(Paper.id.in_(ids))).tuples()
    return {paper_id: JobSubject(number or "", agency or "") for paper_id, number, agency in found}
