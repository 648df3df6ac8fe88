"""Filing of applications: one transaction pins the editions, writes the requirements, and opens the cases."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from guides.enumerations import StepKind
from guides.terms import Step
from services_hall.applications.answers import Filing
from services_hall.applications.case_log import CASE_LOG
from services_hall.applications.contact_indexes import name_index, phone_index
from services_hall.applications.delivery_choice import UNDECIDED_DELIVERY, DeliveryChoice
from services_hall.applications.dispatch import CasePlan
from services_hall.applications.enumerations import Channel, MetBy, PaperCode, SubjectKind
from services_hall.applications.errors import KeyReused
from services_hall.applications.filing_parties import party_rows
from services_hall.applications.filing_promises import Signing, write_promises
from services_hall.applications.filing_rows import (
    APPLICATION,
    CASES,
    EVENTS,
    ITEMS,
    PAPERS,
    PARTIES,
    REQUIREMENTS,
    STEPS,
    WAITS,
    ApplicationRow,
    CaseRow,
    ItemRow,
    RequirementRow,
    WaitRow,
)
from services_hall.applications.filing_tolerance import tolerance_promises
from services_hall.applications.lifecycle import OUTCOMES, CaseAction, CaseState
from services_hall.applications.materials import MetMaterial, SubmittedMaterials, meet_materials
from services_hall.applications.models import Application
from services_hall.applications.numbering import application_number
from services_hall.applications.parties import Party
from services_hall.applications.procedure_models import PromiseKind
from services_hall.applications.promises import PromiseText, promises_of
from services_hall.applications.record_filing_rows import (
    issuing_jobs,
    mark_complete_filings,
    record_events,
    record_papers,
    release_after_records,
)
from services_hall.applications.record_filings import RECORDED_STEPS
from services_hall.applications.source_checks import NO_SOURCE, FiledSource
from services_hall.attachments.groups import link_files
from services_hall.attachments.models import UPLOADER, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.casework.event_log import EventRow
from services_hall.casework.steps import StepRow
from services_hall.clock import local_day
from services_hall.documents.writing import PaperRow
from services_hall.identity.random_tokens import new_public_id
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import NewJob

_FILED_BEFORE: Final = select(Application.id, Application.filed_on, Application.request_hash).where(
    Application.filed_by_id == bindparam("filed_by"), Application.idempotency_key == bindparam("key")
)


@dataclass(frozen=True)
class Applicant:
    """The applicant: account, if there is one, holder of the rights, contact data, and all parties."""

    account_id: int | None
    holder: Holder
    phone: str
    parties: Sequence[Party]


@dataclass(frozen=True)
class Request:
    """The identity of a request: its owner, its idempotency key, and the hash of its content."""

    filed_by_id: int
    idempotency_key: str
    hash: bytes


@dataclass(frozen=True)
class Submission:
    """How an application is filed: by which request, through which channel, for which division.

    `grant_request` is the request for which the holder permits the use of certificates.
    """

    request: Request
    channel: Channel
    division_code: str
    grant_request: str
    delivery: DeliveryChoice = UNDECIDED_DELIVERY
    source: FiledSource = NO_SOURCE


@dataclass(frozen=True)
class WrittenCase:
    """A case just written: its row and id, and the name of its agency."""

    id: int
    row: CaseRow
    agency_name: str


@dataclass(frozen=True)
class FilingRows:
    """The rows of an application just filed, with their ids, as needed for its document."""

    application: ApplicationRow
    cases: Sequence[WrittenCase]
    requirements: Sequence[RequirementRow]
    waits: Sequence[WaitRow]
    receipt: PaperRow
    case_papers: Sequence[PaperRow]
    is_outdated: bool
    """Whether cases went on after these rows were written."""


@dataclass(frozen=True)
class FilingResult:
    """A filed application; `written` is set when this call filed it."""

    application_id: int
    filed_on: date
    written: FilingRows | None = None

    @property
    def number(self) -> str:
        """The application's number."""
        return application_number(self.application_id, self.filed_on)


def request_hash(*parts: Any) -> bytes:
    """A 32-byte hash of the request content, independent of the order of its keys."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).digest()


def file(
    session: Session,
    filing: Filing,
    *,
    applicant: Applicant,
    submission: Submission,
    submitted: SubmittedMaterials,
    cases: Sequence[CasePlan],
    now: datetime,
) -> FilingResult:
    """File in the caller's transaction; files are assigned to the application before any row refers to them.

    Raises RequirementsOpen, MaterialNotInGuide, AttachmentNotFound for a file of another application, and
    IntegrityError when a simultaneous transaction used the same key: `filed_before` finds its application.
    """
    met = meet_materials(filing.selection.materials, submitted)
    cases = mark_complete_filings(filing, cases, met)
    connection = session.connection()
    application = _application_row(filing, applicant, submission, now)
    application_id: int = APPLICATION.write_row(connection, application).id
    PARTIES.write_rows(connection, party_rows(application_id, applicant.parties, filing))
    item_ids = _insert_items(connection, filing, application_id)
    take_files(
        connection,
        submitted.file_ids,
        subject=FileSubject(SubjectKind.APPLICATION, application_id),
        taken_from=(UPLOADER, SubjectKind.DRAFT),
    )
    link_files(connection, submitted.attachments.values())
    requirements = _requirement_rows(filing, item_ids, met, now)
    REQUIREMENTS.write_rows(connection, requirements)
    opened = _insert_cases(connection, cases, item_ids, application_id, submission.division_code, now)
    case_ids = {case.row.item_code: case.id for case in opened}
    waits = _wait_rows(cases, case_ids)
    WAITS.write_rows(connection, waits)
    EVENTS.write_rows(connection, _event_rows(cases, case_ids, submission, applicant, now))
    STEPS.write_rows(connection, _step_rows(cases, case_ids, now))
    receipt = _receipt(application_id, requirements, now)
    signing = Signing(submission.request.filed_by_id, submission.channel, now)
    promises = write_promises(connection, _promises(filing, submitted, met), case_ids, signing)
    case_papers = [*promises, *record_papers(cases, case_ids, channel=submission.channel, now=now)]
    papers = PAPERS.write_rows(connection, [receipt, *case_papers])
    rendering = [NewJob(JobName.RENDER_PAPER, {"paper_id": paper.id}) for paper in papers]
    outbox.insert_jobs(session, [*rendering, *issuing_jobs(filing, cases, case_ids)])
    is_outdated = release_after_records(session, filing, cases, case_ids, now)
    written = FilingRows(application, opened, requirements, waits, receipt, case_papers, is_outdated)
    return FilingResult(application_id, application.filed_on, written)


def _receipt(application_id: int, requirements: Sequence[RequirementRow], now: datetime) -> PaperRow:
    """The receipt, with the materials that were missing when the application was filed."""
    missing = list(dict.fromkeys(one.name for one in requirements if one.met_by is MetBy.MISSING))
    return PaperRow(
        new_public_id(),
        PaperCode.RECEIPT,
        SubjectKind.APPLICATION,
        application_id,
        now,
        {"missing": missing} if missing else None,
    )


def _promises(
    filing: Filing, submitted: SubmittedMaterials, met: Mapping[str, MetMaterial]
) -> dict[PromiseKind, Mapping[str, PromiseText]]:
    promises: dict[PromiseKind, Mapping[str, PromiseText]] = {
        PromiseKind.COMMITMENT: promises_of(filing.offer, filing.selection)
    }
    if submitted.is_tolerated:
        missing = {key for key, one in met.items() if one.met_by is MetBy.MISSING}
        promises[PromiseKind.TOLERANCE] = tolerance_promises(filing.offer, filing.selection, missing)
    return promises


def filed_before(session: Session, request: Request) -> FilingResult | None:
    """The application that this same request filed earlier; raises KeyReused when the content differs.

    Checked first, so that a repeated request has no effect even if guides or certificates have changed since.
    """
    parameters = {"filed_by": request.filed_by_id, "key": request.idempotency_key}
    row = session.connection().execute(_FILED_BEFORE, parameters).one_or_none()
    if row is None:
        return None
    if row.request_hash != request.hash:
        raise KeyReused(row.id)
    return FilingResult(row.id, row.filed_on)


def _application_row(
    filing: Filing, applicant: Applicant, submission: Submission, now: datetime
) -> ApplicationRow:
    return ApplicationRow(
        public_id=new_public_id(),
        code=filing.offer.code,
        name=filing.offer.name,
        bundle_edition_id=filing.offer.bundle_edition_id,
        division_code=submission.division_code,
        applicant_id=applicant.account_id,
        filed_by_id=submission.request.filed_by_id,
        channel=submission.channel,
        holder_name=applicant.holder.name,
        holder_identifier_type=applicant.holder.identifier_type,
        holder_identifier=applicant.holder.identifier,
        holder_index=applicant.holder.index,
        holder_name_index=name_index(applicant.holder.name),
        phone=applicant.phone,
        phone_index=phone_index(applicant.phone),
        scenario=dict(filing.scenario),
        answers=dict(filing.answers),
        idempotency_key=submission.request.idempotency_key,
        request_hash=submission.request.hash,
        grant_request=submission.grant_request,
        delivery_way=submission.delivery.way,
        delivery_consented_at=now if submission.delivery.is_agreed else None,
        delivery_address=submission.delivery.postal_address,
        source_certificate=submission.source.identifier or None,
        source_valid_to=submission.source.valid_to,
        is_late_renewal=submission.source.is_late,
        filed_on=local_day(now),
        filed_at=now,
    )


def _insert_items(connection: Connection, filing: Filing, application_id: int) -> dict[str, int]:
    codes = [item.code for item in filing.selection.items]
    rows = [
        ItemRow(
            application_id, position, filing.offer.items[code].item_id, filing.offer.items[code].edition_id
        )
        for position, code in enumerate(codes, start=1)
    ]
    return {codes[position - 1]: id_ for position, id_ in ITEMS.write_rows(connection, rows)}


def _requirement_rows(
    filing: Filing, item_ids: Mapping[str, int], met: Mapping[str, MetMaterial], now: datetime
) -> list[RequirementRow]:
    return [
        RequirementRow(
            application_item_id=item_ids[item],
            edition_id=filing.offer.items[item].edition_id,
            material_key=material,
            name=asked_material.name,
            proved_at=now if met[asked_material.key].met_by is MetBy.CERTIFICATE else None,
            **vars(met[asked_material.key]),
        )
        for asked_material in filing.selection.materials
        for item, material in asked_material.members
    ]


def _insert_cases(
    connection: Connection,
    plans: Sequence[CasePlan],
    item_ids: Mapping[str, int],
    application_id: int,
    division_code: str,
    now: datetime,
) -> list[WrittenCase]:
    rows = [
        CaseRow(
            public_id=new_public_id(),
            application_id=application_id,
            application_item_id=item_ids[plan.item_code],
            position=position,
            filed_on=local_day(now),
            item_code=plan.item_code,
            item_name=plan.name,
            agency_code=plan.agency_code,
            division_code=division_code,
            implementation_id=plan.implementation_id,
            state=_first_state(plan),
            outcome=OUTCOMES.get(_first_state(plan)),
            decided_at=now if plan.is_recorded else None,
            is_by_commitment=plan.by_commitment,
            received_at=None if plan.waits_for else now,
            acceptance_due_on=plan.acceptance_due_on if _is_answered(plan) else None,
            is_acceptance_provisional=_is_answered(plan) and plan.is_acceptance_provisional,
            decision_due_on=None if plan.waits_for else plan.decision_due_on,
        )
        for position, plan in enumerate(plans, start=1)
    ]
    ids = dict(iter(CASES.write_rows(connection, rows)))
    return [
        WrittenCase(ids[row.position], row, plan.agency_name) for row, plan in zip(rows, plans, strict=True)
    ]


def _first_action(plan: CasePlan) -> CaseAction:
    return CaseAction.FILE if plan.waits_for else CaseAction.RECEIVE


def _first_state(plan: CasePlan) -> CaseState:
    return CaseState.RECORDED if plan.is_recorded else CASE_LOG.first_state(_first_action(plan))


def _is_answered(plan: CasePlan) -> bool:
    """Whether the agency must answer whether it accepts the case that is opened."""
    return not plan.waits_for and not plan.is_recorded


def _event_rows(
    plans: Sequence[CasePlan],
    case_ids: Mapping[str, int],
    submission: Submission,
    applicant: Applicant,
    now: datetime,
) -> list[EventRow]:
    filed_by_id = submission.request.filed_by_id
    on_behalf = applicant.account_id if applicant.account_id != filed_by_id else None
    first = [
        CASE_LOG.first_event(
            case_ids[plan.item_code],
            _first_action(plan),
            actor_id=filed_by_id,
            on_behalf_of_id=on_behalf,
            now=now,
        )
        for plan in plans
    ]
    return [*first, *record_events(plans, case_ids, now)]


def _step_rows(plans: Sequence[CasePlan], case_ids: Mapping[str, int], now: datetime) -> list[StepRow]:
    """The steps of each case; the receipt step finishes immediately for cases that wait for nothing."""
    return [
        _step_row(
            case_ids[plan.item_code], position, step, now if step.kind in _finished_steps(plan) else None
        )
        for plan in plans
        for position, step in enumerate(plan.steps, start=1)
    ]


def _finished_steps(plan: CasePlan) -> Collection[StepKind]:
    if plan.is_recorded:
        return RECORDED_STEPS
    return () if plan.waits_for else (StepKind.RECEIPT,)


def _step_row(case_id: int, position: int, step: Step, done_at: datetime | None) -> StepRow:
    return StepRow(case_id, position, step.key, step.name, step.kind, done_at, done_at)


def _wait_rows(plans: Sequence[CasePlan], case_ids: Mapping[str, int]) -> list[WaitRow]:
    return [WaitRow(case_ids[plan.item_code], case_ids[other]) for plan in plans for other in plan.waits_for]
