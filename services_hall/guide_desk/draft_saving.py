"""Drafts as the desk's forms write them: opened one at a time, kept unless somebody else was quicker."""

from collections.abc import Mapping
from typing import Any, Final

from flask import request
from sqlalchemy.orm import Session

from guides.editions import lock_edition, open_draft, revise_draft, submit_edition
from guides.enumerations import EditionStatus
from guides.errors import BlockingFindings
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.guide_desk.edition_desks import Edition, EditionDesk, edition_of
from services_hall.guide_desk.error_messages import DraftOvertaken, DraftUnderWay
from services_hall.presentation.certificate_names import certificate_names
from services_hall.web.access import signed_in_actor

LONGEST_NOTE: Final = 2000
UNFINISHED: Final = frozenset({EditionStatus.DRAFT, EditionStatus.SUBMITTED})


def change_note() -> str | None:
    """What this form says of the change; None for a form that does not ask for it."""
    typed = request.form.get("change_note")
    return None if typed is None else typed.strip()[:LONGEST_NOTE]


def is_submission() -> bool:
    """Whether the form's button hands the draft over for approval."""
    return request.form.get("do") == "submit"


def open_only_draft(kind: EditionDesk, session: Session, code: str, terms: Mapping[str, Any]) -> int:
    """The number of a new draft; raises DraftUnderWay while another one is written or waits for approval.

    Looked for once the draft is there, which keeps others from opening one until the transaction ends.
    """
    author = signed_in_actor().public_id
    opened = open_draft(session, kind.editions, code=code, content=terms, author=author, now=utc_now())
    for edition in kind.editions_of(session, code):
        if edition.status in UNFINISHED and edition.number != opened.number:
            raise DraftUnderWay(edition.number)
    return opened.number


def save_draft(
    kind: EditionDesk, code: str, number: int, terms: Mapping[str, Any], note: str | None, *, submit: bool
) -> None:
    """Writes the draft that this form was made from, and submits it when nothing blocks it.

    Raises DraftOvertaken, TransitionRefused, BlockingFindings.
    """
    author, known = signed_in_actor().public_id, certificate_names()
    with transaction() as session:
        edition = edition_of(kind, session, code, number)
        lock_edition(session, edition)
        _refuse_overtaken(edition)
        revise_draft(session, edition, terms, author=author, change_note=note)
        findings = kind.found(session, edition.content, known) if submit else []
        blocking = [one for one in findings if one.is_blocking]
        if submit and not blocking:
            submit_edition(session, edition, author=author, now=utc_now())
    if blocking:
        raise BlockingFindings(blocking)


def _refuse_overtaken(edition: Edition) -> None:
    if edition.status is EditionStatus.DRAFT and edition.sha256 != request.form.get("base"):
        raise DraftOvertaken
