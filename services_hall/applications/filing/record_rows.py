"""Rows of complete filings (备案), which are recorded in the statements that file their application."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications.answers import Filing
from services_hall.applications.cases.dispatch import CasePlan, release_waiting
from services_hall.applications.cases.record_filings import issuing_key, papers_of_record
from services_hall.applications.enumerations import Channel, MetBy, SubjectKind
from services_hall.applications.filing.materials import MetMaterial
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction, CaseState
from services_hall.applications.models import Case
from services_hall.casework.event_log import EventRow
from services_hall.documents.paper_records import PaperRow
from services_hall.identity.random_tokens import new_public_id
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import NewJob


def mark_complete_filings(
    filing: Filing, plans: Sequence[CasePlan], met: Mapping[str, MetMaterial]
) -> Sequence[CasePlan]:
    """The plans, with those marked that only have to be recorded and miss nothing.

    优化营商环境条例 art. 39.
    """
    filings = {
        code for code, item in filing.offer.items.items() if HANDLING[item.terms.item_type].is_recorded
    }
    if not filings:
        return plans
    incomplete = {
        item
        for asked in filing.selection.materials
        if met[asked.key].met_by is MetBy.MISSING
        for item, _material in asked.members
    }
    return [
        replace(plan, is_recorded=True)
        if plan.item_code in filings - incomplete and not plan.waits_for
        else plan
        for plan in plans
    ]


def record_events(plans: Sequence[CasePlan], case_ids: Mapping[str, int], now: datetime) -> list[EventRow]:
    """The events of the recorded filings; no person decides about them."""
    recorded = CASE_TRANSITIONS.next_state(CaseState.RECEIVED, CaseAction.RECORD)
    return [
        EventRow(case_ids[plan.item_code], CaseAction.RECORD, recorded, None, None, now, CaseState.RECEIVED)
        for plan in plans
        if plan.is_recorded
    ]


def record_papers(
    plans: Sequence[CasePlan], case_ids: Mapping[str, int], *, channel: Channel, now: datetime
) -> list[PaperRow]:
    """The papers of the recorded filings."""
    return [
        PaperRow(
            public_id=new_public_id(),
            kind=kind,
            subject_kind=SubjectKind.CASE,
            subject_id=case_ids[plan.item_code],
            written_at=now,
            issuer_code=plan.agency_code,
        )
        for plan in plans
        if plan.is_recorded
        for kind in papers_of_record(channel)
    ]


def release_after_records(
    session: Session, filing: Filing, plans: Sequence[CasePlan], case_ids: Mapping[str, int], now: datetime
) -> bool:
    """Receive the cases that waited only for filings without a certificate; returns whether there are any."""
    awaited = {code for plan in plans for code in plan.waits_for}
    sources = [
        case_ids[plan.item_code]
        for plan in plans
        if plan.is_recorded and plan.item_code in awaited and not _certificate_type(filing, plan)
    ]
    for id_ in sources:
        release_waiting(session, session.get_one(Case, id_), now=now)
    return bool(sources)


def issuing_jobs(filing: Filing, plans: Sequence[CasePlan], case_ids: Mapping[str, int]) -> list[NewJob]:
    """The jobs that issue the certificates of the recorded filings."""
    ids = [case_ids[plan.item_code] for plan in plans if plan.is_recorded and _certificate_type(filing, plan)]
    return [NewJob(JobName.ISSUE_CERTIFICATE, {"case_id": id_}, issuing_key(id_)) for id_ in ids]


def _certificate_type(filing: Filing, plan: CasePlan) -> str | None:
    return filing.offer.items[plan.item_code].terms.result.certificate_type
