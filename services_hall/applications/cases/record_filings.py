"""Filings (备案): recorded on receipt, without examination or decision (优化营商环境条例 art. 39)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from guides.enumerations import StepKind
from services_hall.applications import papers
from services_hall.applications.cases import case_log
from services_hall.applications.enumerations import Channel, MetBy, PaperCode
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import Case
from services_hall.casework.steps import finish_steps
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName

RECORDED_STEPS: Final = (StepKind.RECEIPT, StepKind.ACCEPTANCE, StepKind.DECISION)
"""The steps that the record of a filing finishes; nobody examines it."""


def is_filing(case: Case) -> bool:
    """Whether the case only has to be recorded."""
    return HANDLING[case.application_item.edition.terms.item_type].is_recorded


def is_recordable(case: Case) -> bool:
    """Whether the case is a filing that was received and misses nothing.

    After a supplement only what its notice demanded counts: the agency cannot ask for more.
    """
    if case.state is not CaseState.RECEIVED or not is_filing(case):
        return False
    if case.supplement_asked_at is not None:
        return True
    return all(one.met_by is not MetBy.MISSING for one in case.application_item.requirements)


def issues_certificate(case: Case) -> bool:
    """Whether the guide of the case issues a certificate."""
    return case.application_item.edition.terms.result.certificate_type is not None


def issuing_key(case_id: int) -> str:
    """The key of the one job that issues the certificate of a case."""
    return f"issue:{case_id}"


def papers_of_record(channel: Channel) -> Sequence[PaperCode]:
    """What is written for a recorded filing: its proof, and the voucher of materials given at a window."""
    if channel is Channel.WINDOW:
        return PaperCode.FILING_RECORD, PaperCode.TRANSFER
    return (PaperCode.FILING_RECORD,)


def record_filing(session: Session, case: Case, *, now: datetime) -> bool:
    """Record the locked case if it is a complete filing, with its 备案凭证; returns whether it was recorded.

    No officer decides anything, and no limit of a decision runs.
    """
    if not is_recordable(case):
        return False
    case_log.change_state(session, case, CaseAction.RECORD, actor_id=None, now=now)
    case.decided_at = now
    case.acceptance_due_on = case.decision_due_on = None
    finish_steps(case.steps, *RECORDED_STEPS, officer_id=None, now=now)
    for kind in papers_of_record(case.application.channel):
        papers.write_case_paper(session, case, kind, now=now)
    if issues_certificate(case):
        outbox.enqueue(
            session, JobName.ISSUE_CERTIFICATE, {"case_id": case.id}, unique_key=issuing_key(case.id)
        )
    return True
