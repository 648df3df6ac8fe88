"""Publication and withdrawal of guide and bundle editions, numbered in the feed."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from guides.calendar import DueDay, WorkingDays, add_working_days, local_day
from guides.editions import feed
from guides.editions.differences import event_summary
from guides.editions.drafting import lock_edition, locked_subject
from guides.editions.lifecycle import next_edition_status
from guides.editions.type_registry import edition_type
from guides.editions.types import EditionT
from guides.enumerations import EditionAction, EditionStatus, EventKind
from guides.errors import BlockingFindings, CircularOrder, EditionOutdated, NotYetEffective
from guides.models import BundleEdition, GuideEdition, GuideEvent


def publish_edition(session: Session, edition: EditionT, *, now: datetime) -> EditionT:
    """Puts an approved edition into force and retires the previous one.

    Call it last in the transaction: it takes the next number of the feed. Raises EditionTransitionRefused
    when the edition is not approved, NotYetEffective before its effective day, EditionOutdated when a later
    edition is in force. Guides and bundles can have changed since the approval: then BlockingFindings and
    CircularOrder are raised here, too.
    """
    feed.append_events(session, [put_in_force(session, edition, now=now)])
    return edition


def publish_due_editions(session: Session, editions: type[EditionT], *, now: datetime) -> list[EditionT]:
    """Puts every due approved edition into force, by code and number; returns those that are in force now.

    Skips an edition when a later one is in force, a bundle that no longer fits its guides, and a guide that
    would create a circular dependency in a bundle. Call it last in a transaction of its own: it takes numbers
    of the feed.
    """
    due = session.scalars(
        select(editions)
        .join(editions.subject)
        .where(is_edition_due(editions, now))
        .order_by(edition_type(editions).subjects.code, editions.number)
    ).all()
    events, published = [], []
    for edition in due:
        try:
            events.append(put_in_force(session, edition, now=now))
        except (EditionOutdated, BlockingFindings, CircularOrder):
            continue
        published.append(edition)
    feed.append_events(session, events)
    return published


def has_due_editions(session: Session, editions: type[EditionT], *, now: datetime) -> bool:
    """True when an approved edition can be published now."""
    return session.scalar(select(editions.id).where(is_edition_due(editions, now)).limit(1)) is not None


def is_edition_due(editions: type[EditionT], now: datetime) -> ColumnElement[bool]:
    day = editions.effective_on
    return and_(editions.status == EditionStatus.APPROVED, or_(day.is_(None), day <= local_day(now)))


def withdraw_edition(session: Session, edition: EditionT, *, now: datetime) -> EditionT:
    """Withdraws an edition; for an edition in force or announced, the feed receives an event.

    The event of an announced edition says so, with the number of the edition that stays in force.

    Call it last in the transaction. Raises EditionTransitionRefused for an edition that is retired or already
    withdrawn.
    """
    lock_edition(session, edition)
    was_announced = is_announced(edition)
    is_public = edition.status is EditionStatus.CURRENT or was_announced
    edition.status = next_edition_status(edition.status, EditionAction.WITHDRAW)
    edition.retired_at = now
    session.flush()
    if is_public:
        of_type = edition_type(type(edition))
        event = public_event(of_type.withdrawn, edition, before=edition, at=now)
        if was_announced:
            in_force = current_of(session, edition)
            event.summary |= {"was_announced": True, "in_force": in_force.number if in_force else None}
        feed.append_events(session, [event])
    return edition


def public_deadline(approved_at: datetime, calendar: WorkingDays) -> DueDay:
    """The last day on which an approved change must become public: one working day after approval."""
    return add_working_days(local_day(approved_at), 1, calendar)


def put_in_force(session: Session, edition: GuideEdition | BundleEdition, *, now: datetime) -> GuideEvent:
    """Publishes without taking a number of the feed."""
    of_type = edition_type(type(edition))
    locked_subject(session, type(edition), edition.subject.code)
    lock_edition(session, edition)
    status = next_edition_status(edition.status, EditionAction.PUBLISH)
    today = local_day(now)
    if edition.effective_on is not None and edition.effective_on > today:
        raise NotYetEffective(edition.effective_on)
    before = current_of(session, edition)
    if before is not None and before.number > edition.number:
        raise EditionOutdated(edition.number, before.number)
    of_type.refuse_new_faults(session, edition)
    if before is not None:
        retire_edition(session, before, now=now)
    edition.status, edition.published_at, edition.effective_on = status, now, today
    of_type.describe_subject(edition)
    session.flush()
    of_type.write_rows(session, edition)
    return public_event(of_type.published, edition, before=before, at=now)


def current_of(session: Session, edition: EditionT) -> EditionT | None:
    """The edition in force of the same guide or bundle."""
    editions = type(edition)
    return session.scalar(
        select(editions).where(
            editions.subject_id == edition.subject_id, editions.status == EditionStatus.CURRENT
        )
    )


def retire_edition(session: Session, edition: GuideEdition | BundleEdition, *, now: datetime) -> None:
    """Retires the previous edition and flushes, because the database allows only one edition in force."""
    edition.status = next_edition_status(edition.status, EditionAction.RETIRE)
    edition.retired_at = now
    session.flush()


def public_event(kind: EventKind, edition: EditionT, *, before: EditionT | None, at: datetime) -> GuideEvent:
    """An event without a number, with the differences from the previous edition."""
    summary = event_summary(before.public_content if before else None, edition.public_content)
    summary["effective_on"] = edition.effective_on.isoformat() if edition.effective_on else None
    summary["sha256"] = edition.sha256
    subject = {edition_type(type(edition)).code_column: edition.subject.code}
    return GuideEvent(kind=kind, **subject, edition_number=edition.number, at=at, summary=summary)


def is_announced(edition: GuideEdition | BundleEdition) -> bool:
    """True for an approved edition whose later effective day has been announced in the feed."""
    return (
        edition.status is EditionStatus.APPROVED
        and edition.approved_at is not None
        and edition.effective_on is not None
        and edition.effective_on > local_day(edition.approved_at)
    )
