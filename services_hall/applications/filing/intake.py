"""Filing of applications: one transaction pins the editions, writes the requirements, and opens the cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from services_hall.applications.answers import Filing
from services_hall.applications.cases.dispatch import CasePlan
from services_hall.applications.enumerations import MetBy, PaperCode, SubjectKind
from services_hall.applications.filing.case_rows import event_rows, insert_cases, step_rows, wait_rows
from services_hall.applications.filing.contact_indexes import name_index, phone_index
from services_hall.applications.filing.materials import MetMaterial, SubmittedMaterials, meet_materials
from services_hall.applications.filing.party_rows import party_rows
from services_hall.applications.filing.promise_rows import Signing, write_promises
from services_hall.applications.filing.promises import PromiseText, promises_of
from services_hall.applications.filing.record_rows import (
    issuing_jobs,
    mark_complete_filings,
    record_papers,
    release_after_records,
)
from services_hall.applications.filing.requests import Applicant, Submission
from services_hall.applications.filing.results import FilingResult, FilingRows
from services_hall.applications.filing.rows import (
    APPLICATION,
    EVENTS,
    ITEMS,
    PAPERS,
    PARTIES,
    REQUIREMENTS,
    STEPS,
    WAITS,
    ApplicationRow,
    ItemRow,
    RequirementRow,
)
from services_hall.applications.filing.tolerance_promises import tolerance_promises
from services_hall.applications.models import PromiseKind
from services_hall.attachments.groups import link_files
from services_hall.attachments.models import UPLOADER, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.clock import local_day
from services_hall.documents.paper_records import PaperRow
from services_hall.identity.random_tokens import new_public_id
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import NewJob


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
    opened = insert_cases(connection, cases, item_ids, application_id, submission.division_code, now)
    case_ids = {case.row.item_code: case.id for case in opened}
    waits = wait_rows(cases, case_ids)
    WAITS.write_rows(connection, waits)
    EVENTS.write_rows(connection, event_rows(cases, case_ids, submission, applicant, now))
    STEPS.write_rows(connection, step_rows(cases, case_ids, now))
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
