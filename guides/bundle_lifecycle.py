"""A bundle's editions: written, submitted, approved by another person, put into force, withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from guides import bundle_content, feed
from guides.bundle_catalog import contents_in_force
from guides.bundle_checks import findings
from guides.bundle_order import find_circle
from guides.differences import event_summary
from guides.drafting import add_author, lock, write
from guides.errors import (
    BlockingFindings,
    CircularOrder,
    DraftInvalid,
    EditionOutdated,
    NotYetEffective,
    SameEditor,
)
from guides.lifecycle import EditionAction, EditionStatus, next_status
from guides.models import Bundle, BundleEdition, BundleEditionItem, EventKind, GuideEvent, ServiceItem
from guides.told import told
from guides.workdays import local_day


def open_draft(
    session: Session,
    *,
    bundle_code: str,
    content: Mapping[str, Any],
    author: str,
    now: datetime,
    change_note: str = "",
) -> BundleEdition:
    """A new draft of the bundle `bundle_code` with the next number; a code not yet known becomes a bundle.

    Raises DraftInvalid when the content has the wrong shape or is that of another bundle.
    """
    loaded = loaded_for(bundle_code, content)
    bundle = locked_bundle(session, bundle_code)
    if bundle is None:
        bundle = Bundle(code=bundle_code, name=loaded["name"])
        session.add(bundle)
        session.flush()
    last = session.scalar(select(func.max(BundleEdition.number)).where(BundleEdition.bundle_id == bundle.id))
    edition = BundleEdition(
        bundle=bundle,
        number=(last or 0) + 1,
        change_note=change_note,
        drafted_by=author,
        drafted_at=now,
        authors=[author],
    )
    write(edition, loaded)
    session.add(edition)
    session.flush()
    return edition


def revise(
    session: Session,
    edition: BundleEdition,
    content: Mapping[str, Any],
    *,
    author: str,
    change_note: str | None = None,
) -> BundleEdition:
    """Gives a draft another content; `author` becomes one of its authors.

    Raises DraftInvalid for a wrong content, TransitionRefused when the edition is no draft any more.
    """
    lock(session, edition)
    next_status(edition.status, EditionAction.REVISE)
    write(edition, loaded_for(edition.bundle.code, content))
    add_author(edition, author)
    if change_note is not None:
        edition.change_note = change_note
    session.flush()
    return edition


def submit(session: Session, edition: BundleEdition, *, author: str, now: datetime) -> BundleEdition:
    """Hands a draft over for approval; from now on its text stays. Raises TransitionRefused."""
    lock(session, edition)
    edition.status = next_status(edition.status, EditionAction.SUBMIT)
    edition.submitted_at = now
    add_author(edition, author)
    session.flush()
    return edition


def send_back(session: Session, edition: BundleEdition, *, approver: str, note: str) -> BundleEdition:
    """Makes a submitted edition a draft again, with what is to be mended.

    Raises TransitionRefused, and SameEditor when `approver` wrote any of it.
    """
    lock(session, edition)
    status = next_status(edition.status, EditionAction.SEND_BACK)
    refuse_author(edition, approver)
    edition.status, edition.review_note = status, note
    session.flush()
    return edition


def approve(
    session: Session,
    edition: BundleEdition,
    *,
    approver: str,
    now: datetime,
    effective_on: date | None = None,
) -> BundleEdition:
    """Approves a submitted edition; one that takes effect on a later day is announced in the feed at once.

    Raises TransitionRefused, SameEditor when `approver` wrote any of it, BlockingFindings while it breaks a
    rule, CircularOrder when its items wait for each other. With a later day, call it last in the transaction.
    """
    lock(session, edition)
    status = next_status(edition.status, EditionAction.APPROVE)
    refuse_author(edition, approver)
    refuse_faults(session, edition.content)
    edition.status = status
    edition.approved_by, edition.approved_at, edition.effective_on = approver, now, effective_on
    session.flush()
    if effective_on is not None and effective_on > local_day(now):
        before = current_of(session, edition)
        feed.append(session, [bundle_event(EventKind.BUNDLE_ANNOUNCED, edition, before=before, at=now)])
    return edition


def publish(session: Session, edition: BundleEdition, *, now: datetime) -> BundleEdition:
    """Puts an approved edition into force in place of the one before it.

    Call it last in the transaction: it takes the next number of the feed. Its guides may have changed since
    the approval, so that BlockingFindings and CircularOrder are raised here too; else TransitionRefused,
    NotYetEffective before its day, EditionOutdated after a later edition.
    """
    feed.append(session, [put_in_force(session, edition, now=now)])
    return edition


def publish_due(session: Session, *, now: datetime) -> list[BundleEdition]:
    """Puts every approved edition into force whose day has come, by code and number; those that are now.

    One that a later edition has overtaken, or that no longer fits its guides, is passed over. Call it in a
    transaction of its own: it takes numbers of the feed.
    """
    due = session.scalars(
        select(BundleEdition)
        .join(BundleEdition.bundle)
        .where(
            BundleEdition.status == EditionStatus.APPROVED,
            or_(BundleEdition.effective_on.is_(None), BundleEdition.effective_on <= local_day(now)),
        )
        .order_by(Bundle.code, BundleEdition.number)
    ).all()
    events, done = [], []
    for edition in due:
        try:
            events.append(put_in_force(session, edition, now=now))
        except (EditionOutdated, BlockingFindings, CircularOrder):
            continue
        done.append(edition)
    feed.append(session, events)
    return done


def withdraw(session: Session, edition: BundleEdition, *, now: datetime) -> BundleEdition:
    """Takes an edition back: one in force or announced is said to be gone in the feed, a draft just ends.

    Call it last in the transaction. Raises TransitionRefused for one that is retired or withdrawn.
    """
    lock(session, edition)
    is_public = edition.status is EditionStatus.CURRENT or is_announced(edition)
    edition.status = next_status(edition.status, EditionAction.WITHDRAW)
    edition.retired_at = now
    session.flush()
    if is_public:
        event = bundle_event(EventKind.BUNDLE_WITHDRAWN, edition, before=edition, at=now)
        feed.append(session, [event])
    return edition


def put_in_force(session: Session, edition: BundleEdition, *, now: datetime) -> GuideEvent:
    """All of publishing but the number of the feed."""
    locked_bundle(session, edition.bundle.code)
    lock(session, edition)
    status = next_status(edition.status, EditionAction.PUBLISH)
    today = local_day(now)
    if edition.effective_on is not None and edition.effective_on > today:
        raise NotYetEffective(edition.effective_on)
    before = current_of(session, edition)
    if before is not None and before.number > edition.number:
        raise EditionOutdated(edition.number, before.number)
    refuse_faults(session, edition.content)
    if before is not None:
        before.status = next_status(before.status, EditionAction.RETIRE)
        before.retired_at = now
        session.flush()  # the database allows only one in force
    edition.status, edition.published_at, edition.effective_on = status, now, today
    edition.bundle.name = edition.content["name"]
    session.flush()
    write_items(session, edition)
    return bundle_event(EventKind.BUNDLE_PUBLISHED, edition, before=before, at=now)


def loaded_for(bundle_code: str, content: Mapping[str, Any]) -> dict[str, Any]:
    loaded = bundle_content.load(content)
    if loaded["code"] != bundle_code:
        raise DraftInvalid(
            {
                "code": [
                    told(
                        "这是“%(bundle_code)s”，编码不能是“%(code)s”。",
                        bundle_code=bundle_code,
                        code=loaded["code"],
                    )
                ]
            }
        )
    return loaded


def refuse_author(edition: BundleEdition, approver: str) -> None:
    if approver in {*edition.authors, edition.drafted_by}:
        raise SameEditor(approver)


def refuse_faults(session: Session, content: Mapping[str, Any]) -> None:
    """Raises BlockingFindings or CircularOrder for a bundle that does not fit the guides in force."""
    contents = contents_in_force(session, [entry["item"] for entry in content["items"]])
    if blocking := [each for each in findings(content, contents) if each.is_blocking]:
        raise BlockingFindings(blocking)
    circle = find_circle(content, contents)
    if circle is not None:
        raise CircularOrder(circle)


def locked_bundle(session: Session, code: str) -> Bundle | None:
    return session.scalar(select(Bundle).where(Bundle.code == code).with_for_update(key_share=True))


def current_of(session: Session, edition: BundleEdition) -> BundleEdition | None:
    """The edition of the same bundle that is in force now."""
    return session.scalar(
        select(BundleEdition).where(
            BundleEdition.bundle_id == edition.bundle_id, BundleEdition.status == EditionStatus.CURRENT
        )
    )


def write_items(session: Session, edition: BundleEdition) -> None:
    """The rows that tell which items the edition holds."""
    codes = [entry["item"] for entry in edition.content["items"]]
    ids = session.scalars(select(ServiceItem.id).where(ServiceItem.code.in_(codes)).order_by(ServiceItem.id))
    session.execute(
        insert(BundleEditionItem), [{"bundle_edition_id": edition.id, "item_id": number} for number in ids]
    )


def bundle_event(
    kind: EventKind, edition: BundleEdition, *, before: BundleEdition | None, at: datetime
) -> GuideEvent:
    """An event, not yet numbered, with what is new against the edition before."""
    summary = event_summary(before.content if before else None, edition.content)
    summary["effective_on"] = edition.effective_on.isoformat() if edition.effective_on else None
    summary["sha256"] = edition.sha256
    return GuideEvent(
        kind=kind, bundle_code=edition.bundle.code, edition_number=edition.number, at=at, summary=summary
    )


def is_announced(edition: BundleEdition) -> bool:
    """True for an approved edition that the feed has told of before its day."""
    return (
        edition.status is EditionStatus.APPROVED
        and edition.approved_at is not None
        and edition.effective_on is not None
        and edition.effective_on > local_day(edition.approved_at)
    )
