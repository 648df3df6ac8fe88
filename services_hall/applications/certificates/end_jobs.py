"""Jobs that end certificates: their grant ended, their change was annulled, or their holder gave them up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store import lookup, revocation
from certificate_store.lifecycle import CancelCause, Standing
from certificate_store.models import Certificate
from services_hall.applications.certificates.issue_jobs import record_certificate_action, sign_certificate
from services_hall.applications.certificates.versions import restore_predecessor, sources_of
from services_hall.applications.decisions.grant_ends import CASE_SOURCE, end_surrendered, ending_details
from services_hall.applications.lifecycle import GRANT_ENDED, CaseState
from services_hall.applications.models import Case, CaseEvent
from services_hall.clock import local_day, utc_now
from services_hall.database import certificate_transaction, end_reading, reading
from services_hall.jobs.errors import JobImpossible
from services_hall.jobs.runner import Effect

ANNULLED: Final = frozenset({CaseState.ANNULLED, CaseState.RECORD_ANNULLED})
SURRENDERED: Final = "持证人申请注销"


@dataclass(frozen=True)
class EndedGrant:
    """A grant that has ended: its certificate, who ended it, and why."""

    case_id: int
    identifier: str
    agency_code: str
    number: str
    cause: CancelCause
    reason: str
    is_restored: bool
    """Whether the certificate goes back to what it was before this grant changed it."""


def cancel_certificate(payload: Mapping[str, Any]) -> Effect:
    """Cancel the certificate of a grant that has ended, with its cause (行政许可法 arts. 69, 70).

    Where the grant had changed or renewed a certificate, that one goes back to what it was before.
    """
    ended, now = _ended_grant(int(payload["case_id"])), utc_now()
    end_reading()
    if ended.is_restored:
        _restore(ended, now=now)
    else:
        with certificate_transaction() as store:
            certificate = lookup.current_version(store, lookup.certificate(store, ended.identifier))
            _cancel(store, certificate, ended.agency_code, ended.cause, ended.reason, now=now)

    def effect(session: Session) -> None:
        case = session.get_one(Case, ended.case_id)
        action = "certificate.annul" if case.state in ANNULLED else "certificate.cancel"
        record_certificate_action(session, action, case, _ended_by(session, case.id))

    return effect


def cancel_source(payload: Mapping[str, Any]) -> Effect:
    """Cancel the certificate that its holder gave up, and end the grants on which it rests.

    行政许可法 art. 70. The decision paper of the granted case says so to the holder.
    """
    case = reading().get_one(Case, int(payload["case_id"]))
    case_id, agency, number = case.id, case.agency_code, case.number
    identifier = case.application.source_certificate
    end_reading()
    if identifier is None:
        raise JobImpossible("这个办件没有要注销的证照。")
    now = utc_now()
    with certificate_transaction() as store:
        certificate = lookup.current_version(store, lookup.certificate(store, identifier))
        _cancel(
            store, certificate, agency, CancelCause.EXPIRED_SURRENDER, f"{SURRENDERED}（{number}）", now=now
        )
        sources = sources_of(store, certificate)

    def effect(session: Session) -> None:
        cancelling = session.get_one(Case, case_id)
        end_surrendered(session, cancelling, sources, reason=f"{SURRENDERED}（{number}）", now=now)
        record_certificate_action(session, "certificate.cancel", cancelling, cancelling.decided_by_id)

    return effect


def _ended_grant(case_id: int) -> EndedGrant:
    case = reading().get_one(Case, case_id)
    details = ending_details(case)
    if case.certificate_identifier is None or details is None:
        raise JobImpossible("这个办件没有证照可以注销。")
    is_taken_back = case.state in {CaseState.ANNULLED, CaseState.GRANT_WITHDRAWN}
    return EndedGrant(
        case_id=case.id,
        identifier=case.certificate_identifier,
        agency_code=case.agency_code,
        number=case.number,
        cause=details.cause,
        reason=details.article,
        is_restored=is_taken_back and case.application.source_certificate is not None,
    )


def _restore(ended: EndedGrant, *, now: datetime) -> None:
    with certificate_transaction() as store:
        restored = restore_predecessor(
            store,
            ended.identifier,
            by_agency=ended.agency_code,
            reason=ended.reason,
            source=f"{CASE_SOURCE}{ended.number}:end",
            now=now,
        )
        if restored is None:
            raise JobImpossible("这本证照后来又变更过，请证照管理员核实后处理。")
        identifier, is_signed = restored.identifier, restored.file_name is not None
    if not is_signed:
        sign_certificate(identifier, now=now)


def _cancel(
    store: Session,
    certificate: Certificate,
    agency: str,
    cause: CancelCause,
    reason: str,
    *,
    now: datetime,
) -> None:
    if certificate.standing(local_day(now)) is not Standing.CANCELLED:
        revocation.cancel_certificate(
            store, certificate, by_agency=agency, cause=cause, reason=reason, now=now
        )


def _ended_by(session: Session, case_id: int) -> int | None:
    events = select(CaseEvent.actor_id).where(
        CaseEvent.case_id == case_id, CaseEvent.new_state.in_(sorted(GRANT_ENDED))
    )
    return session.scalar(events.order_by(CaseEvent.id).limit(1))
