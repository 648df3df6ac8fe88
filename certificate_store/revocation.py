"""Suspension, restoration and cancellation of certificates by the issuing agency."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from certificate_store.errors import NotTheCurrentVersion, NotTheIssuingAgency
from certificate_store.lifecycle import CancelCause, CertificateAction, CertificateStatus, next_status
from certificate_store.models import Certificate, CertificateEvent


def suspend_certificate(
    session: Session, certificate: Certificate, *, by_agency: str, reason: str, now: datetime
) -> CertificateEvent:
    """Suspend the certificate (暂停), for example a residence permit without its yearly endorsement.

    Raises NotTheIssuingAgency, NotTheCurrentVersion, CertificateTransitionRefused.
    """
    return _change_status(
        session, certificate, CertificateAction.SUSPEND, by_agency=by_agency, reason=reason, now=now
    )


def restore_certificate(
    session: Session, certificate: Certificate, *, by_agency: str, reason: str, now: datetime
) -> CertificateEvent:
    """End a suspension. Raises NotTheIssuingAgency, NotTheCurrentVersion, CertificateTransitionRefused."""
    return _change_status(
        session, certificate, CertificateAction.RESTORE, by_agency=by_agency, reason=reason, now=now
    )


def cancel_certificate(
    session: Session,
    certificate: Certificate,
    *,
    cause: CancelCause,
    by_agency: str,
    reason: str,
    now: datetime,
) -> CertificateEvent:
    """Cancel the certificate permanently (注销) with its cause: 行政许可法 arts. 69, 70.

    Raises NotTheIssuingAgency, NotTheCurrentVersion, CertificateTransitionRefused.
    """
    return _change_status(
        session,
        certificate,
        CertificateAction.CANCEL,
        by_agency=by_agency,
        reason=reason,
        now=now,
        cause=cause,
    )


def lock_certificate(session: Session, certificate: Certificate) -> None:
    """Read the row again and lock it until the end of the transaction."""
    session.refresh(certificate, with_for_update={"of": Certificate})


def check_agency(certificate: Certificate, by_agency: str) -> None:
    """Check that this agency may change this version. Raises NotTheIssuingAgency, NotTheCurrentVersion."""
    if certificate.agency_code != by_agency:
        raise NotTheIssuingAgency(certificate.identifier, by_agency)
    if not certificate.is_current:
        raise NotTheCurrentVersion(certificate.identifier)


def record_event(
    session: Session,
    certificate: Certificate,
    *,
    action: str,
    old_status: CertificateStatus | None,
    reason: str,
    now: datetime,
) -> CertificateEvent:
    """Add an event to the certificate's history."""
    event = CertificateEvent(
        certificate_id=certificate.id,
        action=action,
        old_status=old_status,
        new_status=certificate.status,
        cancel_cause=certificate.cancel_cause,
        by_agency=certificate.agency_code,
        reason=reason,
        at=now,
    )
    session.add(event)
    return event


def _change_status(
    session: Session,
    certificate: Certificate,
    action: CertificateAction,
    *,
    by_agency: str,
    reason: str,
    now: datetime,
    cause: CancelCause | None = None,
) -> CertificateEvent:
    lock_certificate(session, certificate)
    check_agency(certificate, by_agency)
    before = certificate.status
    certificate.status = next_status(before, action)
    certificate.cancel_cause = cause
    event = record_event(session, certificate, action=action, old_status=before, reason=reason, now=now)
    session.flush()
    return event
