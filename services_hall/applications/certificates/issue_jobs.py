"""The job that issues and signs the certificates of granted cases."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store import issuing, lookup
from certificate_store.pdf.rendering import render_certificate
from certificate_store.pdf.signing import sign_pdf
from guides.calendar.official_days import load_calendar
from services_hall.applications.cases import dispatch
from services_hall.applications.certificates.issues import Issue, issue_in_store, issue_of
from services_hall.applications.decisions.grant_ends import enqueue_cancellation
from services_hall.applications.delivery.result_delivery import present_result
from services_hall.applications.lifecycle import GRANT_ENDED
from services_hall.applications.models import Case
from services_hall.audit.actions import CLOCK
from services_hall.audit.models import AuditEntry
from services_hall.audit.record import record_action
from services_hall.clock import local_day, utc_now
from services_hall.core import encrypted_files, site_settings
from services_hall.database import certificate_transaction, end_reading, reading
from services_hall.documents.authority import site_authority
from services_hall.identity import accounts
from services_hall.jobs.errors import JobImpossible
from services_hall.jobs.runner import Effect, no_effect

NO_DECISION: Final = "这个办件没有有效的决定。"


def issue_certificate(payload: Mapping[str, Any]) -> Effect:
    """Issue, render and sign a granted case's certificate, then continue the cases that waited for it.

    Of a grant that has ended, only what an interrupted attempt issued is recorded, in order to be cancelled.
    """
    case_id, now = int(payload["case_id"]), utc_now()
    issue = _issue_of(case_id)
    end_reading()
    with certificate_transaction() as store:
        if not issue.is_void:
            certificate = issue_in_store(store, issue, now=now)
        elif (interrupted := issuing.certificate_of_source(store, issue.source)) is not None:
            certificate = interrupted
        else:
            return no_effect
        identifier, is_signed = certificate.identifier, certificate.file_name is not None
    if not is_signed and not issue.is_void:
        sign_certificate(identifier, now=now)

    def effect(session: Session) -> None:
        case = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
        if case.certificate_identifier is not None:
            return
        case.certificate_identifier = identifier
        record_certificate_action(session, "certificate.issue", case, case.decided_by_id)
        if case.state in GRANT_ENDED:  # while the certificate was being made
            enqueue_cancellation(session, case.id)
            return
        session.flush()
        present_result(session, case, now=now)
        dispatch.release(session, case, calendar=load_calendar(session, since=local_day(now)), now=now)

    return effect


def record_certificate_action(session: Session, action: str, case: Case, officer_id: int | None) -> None:
    """Add one audit entry about a case's certificate, in the name of the deciding officer."""
    known = (AuditEntry.subject == case.certificate_identifier, AuditEntry.action == action)
    if session.scalar(select(AuditEntry.id).where(*known).limit(1)) is not None:
        return
    actor = accounts.public_id_of(session, officer_id) if officer_id is not None else CLOCK
    subject = case.certificate_identifier or ""
    record_action(session, actor=actor, action=action, subject=subject, details={"case": case.number})


def _issue_of(case_id: int) -> Issue:
    case = reading().scalars(select(Case).where(Case.id == case_id)).one()
    issue = None if case.decided_at is None else issue_of(reading(), case, local_day(case.decided_at))
    if issue is None:
        raise JobImpossible(NO_DECISION)
    return issue


def sign_certificate(identifier: str, *, now: datetime) -> None:
    """Render and sign the certificate of the store, and attach its file."""
    settings = site_settings()
    with certificate_transaction() as store:
        authority = site_authority(store, now=now)
        certificate = lookup.certificate(store, identifier)
        store.expunge(certificate)
    verify_url = f"{settings.base_url}/verify/{identifier}"
    page = render_certificate(certificate, verify_url=verify_url, demo=settings.is_loopback)
    pdf = sign_pdf(page, authority, reason=certificate.type.name, now=now)
    file_name = encrypted_files().put(pdf)
    with certificate_transaction() as store:
        certificate = lookup.certificate(store, identifier)
        if certificate.file_name is None:
            issuing.attach_file(
                store,
                certificate,
                file_name=file_name,
                sha256=hashlib.sha256(pdf).hexdigest(),
                signed_at=now,
            )
