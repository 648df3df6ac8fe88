"""The page of an edition: form and text of a draft, findings, differences, possible actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from guides.editions import edition_differences, is_announced, public_deadline
from guides.enumerations import EditionStatus
from guides.exchange import terms_as_yaml
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.guide_desk.edition_desk import AnyDesk, Edition
from services_hall.guide_desk.form_state import EditionFormState
from services_hall.identity import Actor
from services_hall.identity.models import Account
from services_hall.identity.roles import Permission
from services_hall.presentation.differences import DifferenceText, difference_texts
from services_hall.use_cases.withdraw_edition import may_withdraw
from services_hall.web.access import signed_in_actor

S = EditionStatus


@dataclass(frozen=True)
class EditionPermissions:
    """The actions that this person can do with this edition now."""

    open_draft: bool
    write: bool
    approve: bool
    publish: bool
    withdraw: bool
    is_author: bool


def numbered_edition_page(
    desk: AnyDesk, code: str, number: int, state: EditionFormState | None = None
) -> str:
    """The page of an edition of any status; raises EditionNotFound."""
    return edition_page(desk, desk.rules.edition(reading(), code, number), state)


def edition_page(desk: AnyDesk, edition: Edition, state: EditionFormState | None = None) -> str:
    """The page of `edition` for the editor or approver who is signed in."""
    state = state or EditionFormState()
    session = reading()
    editions = desk.rules.all_editions(session, edition.subject.code)
    current = next((one for one in editions if one.status is S.CURRENT), None)
    permissions = edition_permissions(signed_in_actor(), edition, editions)
    return render_template(
        "guide_desk/edition.html",
        desk=desk,
        edition=edition,
        terms=edition.terms,
        editions=editions,
        current=current,
        permissions=permissions,
        text=state.text if state.text is not None else terms_as_yaml(edition.content),
        changes=changes(desk, session, edition, before=edition_before(edition, current, editions)),
        people=account_names(session, editions),
        public_by=public_by(session, edition),
        today=local_day(utc_now()),
        form_state=state,
        details=desk.details(session, edition, current, state, can_write=permissions.write),
    )


def edition_permissions(actor: Actor, edition: Edition, editions: Sequence[Edition]) -> EditionPermissions:
    """The actions that the actor's roles and the status of the edition allow."""
    may_write, may_approve = actor.may(Permission.WRITE_GUIDES), actor.may(Permission.APPROVE_GUIDES)
    status = edition.status
    is_due = edition.effective_on is None or edition.effective_on <= local_day(utc_now())
    return EditionPermissions(
        open_draft=may_write and not any(one.status in {S.DRAFT, S.SUBMITTED} for one in editions),
        write=may_write and status is S.DRAFT,
        approve=may_approve and status is S.SUBMITTED,
        publish=may_approve and status is S.APPROVED and is_due,
        withdraw=may_withdraw(actor, edition),
        is_author=actor.public_id in {*edition.authors, edition.drafted_by},
    )


def edition_before(edition: Edition, current: Edition | None, editions: Sequence[Edition]) -> Edition | None:
    """The edition in force, or for a public edition the previous public one; None for the first."""
    if current is not None and edition.number > current.number:
        return current
    earlier = (one for one in editions if one.number < edition.number and one.published_at is not None)
    return next(earlier, None)


def changes(
    desk: AnyDesk, session: Session, edition: Edition, *, before: Edition | None
) -> list[DifferenceText] | None:
    """The differences from the previous edition; None for the first."""
    if before is None:
        return None
    return difference_texts(
        edition_differences(desk.readable_terms(session, before), desk.readable_terms(session, edition))
    )


def public_by(session: Session, edition: Edition) -> date | None:
    """The last day on which an approved edition without a later effective day must be published."""
    if edition.status is not S.APPROVED or edition.approved_at is None or is_announced(edition):
        return None
    calendar = load_calendar(session, since=local_day(edition.approved_at))
    return public_deadline(edition.approved_at, calendar).day


def account_names(session: Session, editions: Sequence[Edition]) -> dict[str, str]:
    """The names of authors and approvers by the public id of their accounts."""
    ids = {one for edition in editions for one in (edition.drafted_by, edition.approved_by) if one}
    rows = session.execute(select(Account.public_id, Account.name).where(Account.public_id.in_(ids)))
    known = {public_id: name for public_id, name in rows}
    return {one: known.get(one, _("系统导入")) for one in ids}
