"""The page of one edition: its form and text while it is a draft, findings, differences, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from guides.editions import Difference, edition_differences, is_announced, public_deadline
from guides.enumerations import EditionStatus
from guides.exchange import terms_as_yaml
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.guide_desk.edition_desks import Edition, EditionDesk
from services_hall.guide_desk.edition_list import UNDER_WAY
from services_hall.guide_desk.form_state import FormState
from services_hall.identity import Actor
from services_hall.identity.models import Account
from services_hall.identity.roles import Permission

S = EditionStatus


@dataclass(frozen=True)
class EditionPermissions:
    """What this person may do with this edition now."""

    open_draft: bool
    write: bool
    approve: bool
    publish: bool
    drop: bool
    is_author: bool


def edition_page(kind: EditionDesk, actor: Actor, edition: Edition, attempt: FormState | None = None) -> str:
    """The page of `edition` for an editor or an approver."""
    attempt = attempt or FormState()
    session = reading()
    editions = kind.editions_of(session, edition.subject.code)
    current = next((one for one in editions if one.status is S.CURRENT), None)
    may = permissions(kind, actor, edition, editions)
    return render_template(
        "guide_desk/edition.html",
        kind=kind,
        edition=edition,
        content=edition.content,
        editions=editions,
        current=current,
        may=may,
        text=attempt.text if attempt.text is not None else terms_as_yaml(edition.content),
        changes=changes(kind, session, edition, before=before_of(edition, current, editions)),
        people=people(session, editions),
        public_by=public_by(session, edition),
        today=local_day(utc_now()),
        attempt=attempt,
        **kind.shown(session, edition, current, attempt, may_write=may.write),
    )


def working_edition(kind: EditionDesk, session: Session, code: str) -> Edition:
    """The edition that work goes on with: the latest under way, else the one in force, else the last one.

    Raises GuideNotFound or BundleNotFound where there is no edition at all.
    """
    editions = kind.editions_of(session, code)
    for wanted in (UNDER_WAY, (S.CURRENT,), tuple(S)):
        for edition in editions:
            if edition.status in wanted:
                return edition
    raise kind.not_found(code)


def permissions(
    kind: EditionDesk, actor: Actor, edition: Edition, editions: Sequence[Edition]
) -> EditionPermissions:
    """What the actor's roles and the edition's status allow together."""
    may_write, may_approve = actor.may(Permission.WRITE_GUIDES), actor.may(Permission.APPROVE_GUIDES)
    status = edition.status
    is_due = edition.effective_on is None or edition.effective_on <= local_day(utc_now())
    ended_by = kind.ended_by.get(status)
    return EditionPermissions(
        open_draft=may_write and not any(one.status in {S.DRAFT, S.SUBMITTED} for one in editions),
        write=may_write and status is S.DRAFT,
        approve=may_approve and status is S.SUBMITTED,
        publish=may_approve and status is S.APPROVED and is_due,
        drop=ended_by is not None and actor.may(ended_by),
        is_author=actor.public_id in {*edition.authors, edition.drafted_by},
    )


def before_of(edition: Edition, current: Edition | None, editions: Sequence[Edition]) -> Edition | None:
    """The edition in force, or for one that is or was in force the public one before; None for the first."""
    if current is not None and edition.number > current.number:
        return current
    earlier = (one for one in editions if one.number < edition.number and one.published_at is not None)
    return next(earlier, None)


def changes(
    kind: EditionDesk, session: Session, edition: Edition, *, before: Edition | None
) -> list[Difference] | None:
    """What is new against the edition before; None for the first."""
    if before is None:
        return None
    return edition_differences(
        kind.readable(session, before.content), kind.readable(session, edition.content)
    )


def public_by(session: Session, edition: Edition) -> date | None:
    """The day by whose end an approved edition without a later day must be public."""
    if edition.status is not S.APPROVED or edition.approved_at is None or is_announced(edition):
        return None
    calendar = load_calendar(session, since=local_day(edition.approved_at))
    return public_deadline(edition.approved_at, calendar).day


def people(session: Session, editions: Sequence[Edition]) -> dict[str, str]:
    """The names of those who wrote and approved, by their account's public id."""
    ids = {one for edition in editions for one in (edition.drafted_by, edition.approved_by) if one}
    rows = session.execute(select(Account.public_id, Account.name).where(Account.public_id.in_(ids)))
    known = {public_id: name for public_id, name in rows}
    return {one: known.get(one, _("系统导入")) for one in ids}
