"""Editions that come into force and leave it, of guides and bundles alike, numbered in the feed."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from guides.calendar import DueDay, WorkingDays, add_working_days, local_day
from guides.editions import feed
from guides.editions.differences import event_summary
from guides.editions.drafting import lock_edition, locked_subject
from guides.editions.lifecycle import next_edition_status
from guides.editions.types import EditionT, edition_type
from guides.enumerations import EditionAction, EditionStatus, EventKind
from guides.errors import BlockingFindings, CircularOrder, EditionOutdated, NotYetEffective
from guides.models import BundleEdition, GuideEdition, GuideEvent


def publish_edition(session: Session, edition: EditionT, *, now: datetime) -> EditionT:
    """Puts an approved edition into force in place of the one before it.

    Call it last in the transaction: it takes the next number of the feed. Raises TransitionRefused when the
    edition is not approved, NotYetEffective before its day, EditionOutdated after a later edition. Guides and
    bundles may have changed since the approval: BlockingFindings and CircularOrder are raised here, too.
    """
    feed.append_events(session, [put_in_force(session, edition, now=now)])
    return edition


def publish_due_editions(session: Session, editions: type[EditionT], *, now: datetime) -> list[EditionT]:
    """Puts every approved edition into force whose day has come, by code and number; those that are now.

    One that a later edition has overtaken, a bundle that no longer fits its guides, or a guide that would
    close a circle in a bundle is passed over. Call it last in a transaction of its own: it takes numbers of
    the feed.
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
    """Whether an approved edition waits for nothing any more."""
    return session.scalar(select(editions.id).where(is_edition_due(editions, now)).limit(1)) is not None


def is_edition_due(editions: type[EditionT], now: datetime) -> ColumnElement[bool]:
    day = editions.effective_on
    return and_(editions.status == EditionStatus.APPROVED, or_(day.is_(None), day <= local_day(now)))


def withdraw_edition(session: Session, edition: EditionT, *, now: datetime) -> EditionT:
    """Takes an edition back: one in force or announced is said to be gone in the feed, a draft just ends.

    Call it last in the transaction. Raises TransitionRefused for one that is retired or withdrawn.
    """
    lock_edition(session, edition)
    is_public = edition.status is EditionStatus.CURRENT or is_announced(edition)
    edition.status = next_edition_status(edition.status, EditionAction.WITHDRAW)
    edition.retired_at = now
    session.flush()
    if is_public:
        of_type = edition_type(type(edition))
        feed.append_events(session, [public_event(of_type.withdrawn, edition, before=edition, at=now)])
    return edition


def public_deadline(approved_at: datetime, calendar: WorkingDays) -> DueDay:
    """The day by whose end an approved change must be public: one working day after approval."""
    return add_working_days(local_day(approved_at), 1, calendar)


def put_in_force(session: Session, edition: GuideEdition | BundleEdition, *, now: datetime) -> GuideEvent:
    """All of publishing but the number of the feed."""
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
    """The edition of the same guide or bundle that is in force now."""
    editions = type(edition)
    return session.scalar(
        select(editions).where(
            editions.subject_id == edition.subject_id, editions.status == EditionStatus.CURRENT
        )
    )


def retire_edition(session: Session, edition: GuideEdition | BundleEdition, *, now: datetime) -> None:
    """Ends the edition before; flushed at once, as the database allows only one in force."""
    edition.status = next_edition_status(edition.status, EditionAction.RETIRE)
    edition.retired_at = now
    session.flush()


def public_event(kind: EventKind, edition: EditionT, *, before: EditionT | None, at: datetime) -> GuideEvent:
    """An event, not yet numbered, with what is new against the edition before."""
    summary = event_summary(before.content if before else None, edition.content)
    summary["effective_on"] = edition.effective_on.isoformat() if edition.effective_on else None
    summary["sha256"] = edition.sha256
    subject = {edition_type(type(edition)).code_column: edition.subject.code}
    return GuideEvent(kind=kind, **subject, edition_number=edition.number, at=at, summary=summary)


def is_announced(edition: GuideEdition | BundleEdition) -> bool:
    """True for an approved edition that the feed has told of before its day."""
    return (
        edition.status is EditionStatus.APPROVED
        and edition.approved_at is not None
        and edition.effective_on is not None
        and edition.effective_on > local_day(edition.approved_at)
    )
