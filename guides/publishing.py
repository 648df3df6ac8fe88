"""Editions that come into force and leave it, each change with its number in the feed."""

from datetime import datetime
from typing import Final

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from guides import feed
from guides.differences import event_summary
from guides.drafting import lock, locked_item
from guides.errors import EditionOutdated, NotYetEffective
from guides.lifecycle import EditionAction, EditionStatus, next_status
from guides.models import EditionFacet, EditionMaterial, EventKind, GuideEdition, GuideEvent, ServiceItem
from guides.workdays import DueDay, WorkingDays, add_working_days, local_day

FACETS: Final = {"topic": "topics", "audience": "audience", "life_event": "life_events"}


def publish(session: Session, edition: GuideEdition, *, now: datetime) -> GuideEdition:
    """Puts an approved edition into force in place of the one before it.

    Call it last in the transaction: it takes the next number of the feed. Raises TransitionRefused when the
    edition is not approved, NotYetEffective before its day, EditionOutdated after a later edition.
    """
    event = put_in_force(session, edition, now=now)
    feed.append(session, [event])
    return edition


def publish_due(session: Session, *, now: datetime) -> list[GuideEdition]:
    """Puts every approved edition into force whose day has come, by item and number; those that are now.

    An edition that a later one has overtaken is passed over. Call it last in the transaction.
    """
    due = session.scalars(
        select(GuideEdition)
        .join(GuideEdition.item)
        .where(
            GuideEdition.status == EditionStatus.APPROVED,
            or_(GuideEdition.effective_on.is_(None), GuideEdition.effective_on <= local_day(now)),
        )
        .order_by(ServiceItem.code, GuideEdition.number)
    ).all()
    events, published = [], []
    for edition in due:
        try:
            events.append(put_in_force(session, edition, now=now))
        except EditionOutdated:
            continue
        published.append(edition)
    feed.append(session, events)
    return published


def withdraw(session: Session, edition: GuideEdition, *, now: datetime) -> GuideEdition:
    """Takes an edition back: one in force or announced is said to be gone in the feed, a draft just ends.

    Call it last in the transaction. Raises TransitionRefused for one that is retired or withdrawn.
    """
    lock(session, edition)
    is_public = edition.status is EditionStatus.CURRENT or is_announced(edition)
    edition.status = next_status(edition.status, EditionAction.WITHDRAW)
    edition.retired_at = now
    session.flush()
    if is_public:
        feed.append(session, [guide_event(EventKind.GUIDE_WITHDRAWN, edition, before=edition, at=now)])
    return edition


def public_deadline(approved_at: datetime, calendar: WorkingDays) -> DueDay:
    """The day by whose end an approved change must be public: one working day after approval."""
    return add_working_days(local_day(approved_at), 1, calendar)


def put_in_force(session: Session, edition: GuideEdition, *, now: datetime) -> GuideEvent:
    """All of publishing but the number of the feed."""
    locked_item(session, edition.item.code)
    lock(session, edition)
    status = next_status(edition.status, EditionAction.PUBLISH)
    today = local_day(now)
    if edition.effective_on is not None and edition.effective_on > today:
        raise NotYetEffective(edition.effective_on)
    before = current_of(session, edition)
    if before is not None and before.number > edition.number:
        raise EditionOutdated(edition.number, before.number)
    if before is not None:
        retire(session, before, now=now)
    edition.status, edition.published_at, edition.effective_on = status, now, today
    name_item(edition)
    session.flush()
    write_rows(session, edition)
    return guide_event(EventKind.GUIDE_PUBLISHED, edition, before=before, at=now)


def current_of(session: Session, edition: GuideEdition) -> GuideEdition | None:
    """The edition of the same guide that is in force now."""
    return session.scalar(
        select(GuideEdition).where(
            GuideEdition.item_id == edition.item_id, GuideEdition.status == EditionStatus.CURRENT
        )
    )


def retire(session: Session, edition: GuideEdition, *, now: datetime) -> None:
    """Ends the edition before; flushed at once, as the database allows only one in force."""
    edition.status = next_status(edition.status, EditionAction.RETIRE)
    edition.retired_at = now
    session.flush()


def name_item(edition: GuideEdition) -> None:
    """The item is listed under what its edition in force says."""
    item, content = edition.item, edition.content
    item.name, item.item_type, item.agency_role = (
        content["name"],
        content["item_type"],
        content["agency_role"],
    )


def write_rows(session: Session, edition: GuideEdition) -> None:
    """The rows that applications and lists point at."""
    materials = [
        {
            "edition_id": edition.id,
            "key": material["key"],
            "position": position,
            "name": material["name"],
            "necessity": material["necessity"],
        }
        for position, material in enumerate(edition.content["materials"])
    ]
    facets = [
        {"edition_id": edition.id, "kind": kind, "word": word}
        for kind, element in FACETS.items()
        for word in dict.fromkeys(edition.content[element])
    ]
    if materials:
        session.execute(insert(EditionMaterial), materials)
    if facets:
        session.execute(insert(EditionFacet), facets)


def guide_event(
    kind: EventKind, edition: GuideEdition, *, before: GuideEdition | None, at: datetime
) -> GuideEvent:
    """An event, not yet numbered, with what is new against the edition before."""
    summary = event_summary(before.content if before else None, edition.content)
    summary["effective_on"] = edition.effective_on.isoformat() if edition.effective_on else None
    summary["sha256"] = edition.sha256
    return GuideEvent(
        kind=kind, item_code=edition.item.code, edition_number=edition.number, at=at, summary=summary
    )


def is_announced(edition: GuideEdition) -> bool:
    """True for an approved edition that the feed has told of before its day."""
    return (
        edition.status is EditionStatus.APPROVED
        and edition.approved_at is not None
        and edition.effective_on is not None
        and edition.effective_on > local_day(edition.approved_at)
    )
