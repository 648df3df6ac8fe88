"""Approval of editions by somebody who wrote none of them."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from guides import feed, quality
from guides.drafting import lock
from guides.errors import BlockingFindings, SameEditor
from guides.lifecycle import EditionAction, next_status
from guides.models import EventKind, GuideEdition
from guides.publishing import current_of, guide_event
from guides.workdays import local_day


def approve(
    session: Session,
    edition: GuideEdition,
    *,
    approver: str,
    now: datetime,
    effective_on: date | None = None,
    certificate_types: Collection[str] | None = None,
) -> GuideEdition:
    """Approves a submitted edition; one that takes effect on a later day is announced in the feed at once.

    `effective_on` None means as soon as it is published. Raises TransitionRefused, SameEditor when `approver`
    wrote any of it, and BlockingFindings while it breaks a rule of the catalogue. With a later day, call it
    last in the transaction: it takes a number of the feed.
    """
    lock(session, edition)
    status = next_status(edition.status, EditionAction.APPROVE)
    if approver in {*edition.authors, edition.drafted_by}:
        raise SameEditor(approver)
    found = quality.findings(edition.content, certificate_types=certificate_types)
    if blocking := [finding for finding in found if finding.is_blocking]:
        raise BlockingFindings(blocking)
    edition.status = status
    edition.approved_by, edition.approved_at, edition.effective_on = approver, now, effective_on
    session.flush()
    if effective_on is not None and effective_on > local_day(now):
        before = current_of(session, edition)
        feed.append(session, [guide_event(EventKind.GUIDE_ANNOUNCED, edition, before=before, at=now)])
    return edition


def send_back(session: Session, edition: GuideEdition, *, approver: str, note: str) -> GuideEdition:
    """Makes a submitted edition a draft again, with what is to be mended.

    Raises TransitionRefused, and SameEditor when `approver` wrote any of it.
    """
    lock(session, edition)
    status = next_status(edition.status, EditionAction.SEND_BACK)
    if approver in {*edition.authors, edition.drafted_by}:
        raise SameEditor(approver)
    edition.status, edition.review_note = status, note
    session.flush()
    return edition
