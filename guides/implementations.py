"""Changes of implementations and service points, announced in the feed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, or_, select
from sqlalchemy.orm import Session

from guides.bundles import SizeLimit
from guides.editions import append_events
from guides.enumerations import EventKind
from guides.models import GuideEvent, Implementation, ServiceItem, ServicePoint, ServicePointItem
from guides.terms import canonical_bytes, terms_hash
from guides.validation import Finding, FindingCode, warning_finding

IMPLEMENTATION_TERMS: Final = (
    "division_code",
    "area_code",
    "agency_code",
    "implementation_code",
    "entrusted_to",
    "enquiry_phone",
    "complaint_phone",
    "appeal_body",
    "second_appeal_body",
    "appeal_channel",
    "court",
    "address",
    "least_area",
    "least_seats",
    "size_source",
)
_SIZES: Final = (
    select(
        ServiceItem.code,
        Implementation.division_code,
        Implementation.least_area,
        Implementation.least_seats,
        Implementation.size_source,
    )
    .join(ServiceItem, ServiceItem.id == Implementation.item_id)
    .where(
        ServiceItem.code.in_(bindparam("items", expanding=True)),
        Implementation.division_code.is_not(None),
        or_(Implementation.least_area.is_not(None), Implementation.least_seats.is_not(None)),
    )
    .order_by(Implementation.id)
)
"""Built once: it runs at each filing of a bundle in which an item depends on a size."""
POINT_TERMS: Final = ("code", "name", "division_code", "level", "address", "hours", "phone")


def change_implementation(
    session: Session, implementation: Implementation, terms: Mapping[str, Any], *, now: datetime
) -> Implementation:
    """Updates the `terms` of an implementation, with a new version and hash, and announces a change.

    Call it last in the transaction: it takes the next number of the feed.
    """
    before = implementation_state(implementation)
    assign_terms(implementation, terms, IMPLEMENTATION_TERMS)
    after = implementation_state(implementation)
    if after == before:
        return implementation
    implementation.version += 1
    implementation.hash = terms_hash(canonical_bytes(after))
    summary = {
        "implementation_code": implementation.implementation_code,
        "version": implementation.version,
        **changed_fields(before, after),
    }
    event = GuideEvent(
        kind=EventKind.IMPLEMENTATION_CHANGED, item_code=implementation.item.code, at=now, summary=summary
    )
    append_events(session, [event])
    return implementation


def change_service_point(
    session: Session,
    point: ServicePoint,
    terms: Mapping[str, Any],
    *,
    now: datetime,
    item_codes: Collection[str] | None = None,
) -> ServicePoint:
    """Updates the `terms` of a service point, and its items if `item_codes` is given, and announces a change.

    Call it last in the transaction: it takes the next number of the feed.
    """
    before = point_state(session, point)
    assign_terms(point, terms, POINT_TERMS)
    if item_codes is not None:
        write_items(session, point, item_codes)
    after = point_state(session, point)
    if after == before:
        return point
    point.version += 1
    point.hash = terms_hash(canonical_bytes(after))
    summary = {"point_code": point.code, "version": point.version, **changed_fields(before, after)}
    append_events(session, [GuideEvent(kind=EventKind.SERVICE_POINT_CHANGED, at=now, summary=summary)])
    return point


def size_limits(session: Session, item_codes: Collection[str]) -> tuple[SizeLimit, ...]:
    """The sizes from which these items apply, in the divisions whose bodies have set one."""
    rows = session.connection().execute(_SIZES, {"items": list(item_codes)})
    return tuple(SizeLimit(*row) for row in rows)


def implementation_findings(implementation: Implementation) -> list[Finding]:
    """Warnings about an implementation: the phone for complaints must differ from the phone of the window."""
    phone = implementation.enquiry_phone
    if phone and phone == implementation.complaint_phone:
        return [warning_finding("phones", "complaint_phone", FindingCode.SAME_PHONES)]
    return []


def implementation_state(implementation: Implementation) -> dict[str, Any]:
    """The public data of an implementation."""
    state = {name: getattr(implementation, name) for name in IMPLEMENTATION_TERMS}
    return state | {"item": implementation.item.code}


def point_state(session: Session, point: ServicePoint) -> dict[str, Any]:
    """The public data of a service point, with its items."""
    codes = session.scalars(
        select(ServiceItem.code)
        .join(ServicePointItem, ServicePointItem.item_id == ServiceItem.id)
        .where(ServicePointItem.point_id == point.id)
    )
    return {name: getattr(point, name) for name in POINT_TERMS} | {"items": sorted(codes)}


def assign_terms(
    row: Implementation | ServicePoint, terms: Mapping[str, Any], known: Collection[str]
) -> None:
    if unknown := sorted(set(terms) - set(known)):
        raise ValueError(f"no such terms: {', '.join(unknown)}")
    for name, value in terms.items():
        setattr(row, name, value)


def write_items(session: Session, point: ServicePoint, item_codes: Collection[str]) -> None:
    ids = session.scalars(select(ServiceItem.id).where(ServiceItem.code.in_(list(item_codes)))).all()
    session.execute(delete(ServicePointItem).where(ServicePointItem.point_id == point.id))
    if ids:
        rows = [{"point_id": point.id, "item_id": item_id} for item_id in ids]
        session.execute(insert(ServicePointItem), rows)


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What changed, field by field."""
    fields = [name for name in after if before[name] != after[name]]
    return {"changes": [{"element": name, "before": before[name], "after": after[name]} for name in fields]}
