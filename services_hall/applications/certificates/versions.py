"""Next versions of certificates that were renewed, changed or replaced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store import issuing, lookup
from certificate_store.holders import Holder
from certificate_store.models import Certificate
from guides.calendar import last_valid_day
from guides.enumerations import HandlingKind

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class VersionChange:
    """What a granted case does with the certificate from which it started.

    `validity_months` is the new validity of a renewal; `is_by_silence`: renewed since the expiry.
    """

    identifier: str
    action: HandlingKind
    validity_months: int | None
    is_by_silence: bool


def issue_next_version(
    store: Session,
    change: VersionChange,
    *,
    fields: Mapping[str, Any],
    subject_name: str | None,
    by_agency: str,
    granted_on: date,
    source: str,
    now: datetime,
) -> Certificate:
    """The next version of the certificate, with the same number; the version before it is superseded.

    A change writes the new `fields`, with a market entity's new name, and leaves the validity; a renewal
    begins with the decision and adds its months to the old last day, so that nobody loses days by applying
    early; a reissue says the same again.
    Idempotent by `source`.
    """
    earlier = issuing.certificate_of_source(store, source)
    if earlier is not None:
        return earlier
    current = lookup.current_version(store, lookup.certificate(store, change.identifier))
    is_change = change.action is HandlingKind.CHANGE
    written = {**current.fields, **fields} if is_change else current.fields
    first, last = _validity(current, change, granted_on)
    return issuing.correct_certificate(
        store,
        current,
        by_agency=by_agency,
        reason=source,
        source=source,
        issued_on=granted_on,
        now=now,
        holder=_renamed(current.holder, subject_name) if is_change else current.holder,
        fields=written,
        valid_from=first,
        valid_to=last,
    )


def _renamed(holder: Holder, name: str | None) -> Holder:
    if name is None or not holder.is_organisation:
        return holder
    return Holder(name, holder.identifier_type, holder.identifier)


def restore_predecessor(
    store: Session, identifier: str, *, by_agency: str, reason: str, source: str, now: datetime
) -> Certificate | None:
    """The version before `identifier` as it was, as a new version; its change or renewal was annulled.

    None where a later version rests on it: then only a person can say what holds. Idempotent by `source`.
    """
    earlier = issuing.certificate_of_source(store, source)
    if earlier is not None:
        return earlier
    ended = lookup.certificate(store, identifier)
    if not ended.is_current or ended.version == 1:
        return None
    before = store.scalars(
        select(Certificate).where(
            Certificate.serial == ended.serial, Certificate.version == ended.version - 1
        )
    ).one()
    return issuing.correct_certificate(
        store,
        ended,
        by_agency=by_agency,
        reason=reason,
        source=source,
        issued_on=before.issued_on,
        now=now,
        holder=before.holder,
        fields=before.fields,
        valid_from=before.valid_from,
        valid_to=before.valid_to,
    )


def sources_of(store: Session, certificate: Certificate) -> list[str]:
    """The references for which the versions of this certificate were issued, oldest first."""
    rows = select(Certificate.source).where(Certificate.serial == certificate.serial)
    return list(store.scalars(rows.order_by(Certificate.version)))


def _validity(current: Certificate, change: VersionChange, granted_on: date) -> tuple[date, date | None]:
    if change.action is not HandlingKind.RENEWAL or current.valid_to is None:
        return current.valid_from, current.valid_to
    next_day = current.valid_to + ONE_DAY
    first = next_day if change.is_by_silence else granted_on
    if change.validity_months is None:
        return first, max(next_day, first) + (current.valid_to - current.valid_from)
    return first, last_valid_day(max(next_day, first), change.validity_months)
