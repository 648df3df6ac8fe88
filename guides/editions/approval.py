"""Approval of guide and bundle editions by a person who is not one of their authors."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from guides.calendar import local_day
from guides.editions import feed
from guides.editions.drafting import lock_edition
from guides.editions.lifecycle import next_edition_status
from guides.editions.publishing import current_of, public_event
from guides.editions.type_registry import edition_type
from guides.editions.types import EditionT
from guides.enumerations import EditionAction
from guides.errors import SameEditor
from guides.models import BundleEdition, GuideEdition


def approve_edition(
    session: Session,
    edition: EditionT,
    *,
    approver: str,
    now: datetime,
    effective_on: date | None = None,
) -> EditionT:
    """Approves a submitted edition; if it takes effect on a later day, it is announced in the feed now.

    `effective_on` None means that it takes effect on publication. Raises EditionTransitionRefused, SameEditor
    when `approver` is one of the authors, BlockingFindings when it breaks a rule of the catalogue, and for a
    bundle CircularOrder when its items wait for each other. With a later day, call it last in the
    transaction: it takes a number of the feed.
    """
    lock_edition(session, edition)
    status = next_edition_status(edition.status, EditionAction.APPROVE)
    refuse_author(edition, approver)
    of_type = edition_type(type(edition))
    of_type.refuse_faults(session, edition)
    edition.status = status
    edition.approved_by, edition.approved_at, edition.effective_on = approver, now, effective_on
    session.flush()
    if effective_on is not None and effective_on > local_day(now):
        before = current_of(session, edition)
        feed.append_events(session, [public_event(of_type.announced, edition, before=before, at=now)])
    return edition


def send_back_edition(session: Session, edition: EditionT, *, approver: str, note: str) -> EditionT:
    """Changes a submitted edition back to a draft, with a note about what to correct.

    Raises EditionTransitionRefused, and SameEditor when `approver` is one of the authors.
    """
    lock_edition(session, edition)
    status = next_edition_status(edition.status, EditionAction.SEND_BACK)
    refuse_author(edition, approver)
    edition.status, edition.review_note = status, note
    session.flush()
    return edition


def refuse_author(edition: GuideEdition | BundleEdition, approver: str) -> None:
    if approver in {*edition.authors, edition.drafted_by}:
        raise SameEditor(approver)
