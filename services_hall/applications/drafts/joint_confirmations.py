"""Confirmations of joint applicants: who is asked about a submitted draft, and what they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from certificate_store.holders import Holder
from services_hall.applications.errors import ConfirmationClosed, ConfirmationNotFound, DraftFiled
from services_hall.applications.models import Draft, JointConfirmation
from services_hall.applications.parties import Identification, Party, PartyRole
from services_hall.applications.parties.joint_applicants import JointAnswer
from services_hall.identity import Actor

ANSWERS_SHOWN: Final = timedelta(days=30)
"""For how long somebody who was asked is told that a draft was taken back."""


@dataclass(frozen=True)
class Confirmation:
    """A confirmation as it is given: by which account, or clerk who saw the document, when."""

    account_id: int
    how: Identification
    has_consented: bool
    phone: str = field(repr=False)
    at: datetime


def ask_to_confirm(
    session: Session, draft: Draft, parties: Sequence[Party], submission: dict[str, Any], *, now: datetime
) -> None:
    """Submit the locked draft for the confirmation of its joint applicants; earlier answers are void.

    Those whose document a clerk has seen have confirmed with their signature at the window.
    """
    session.execute(delete(JointConfirmation).where(JointConfirmation.draft_id == draft.id))
    draft.submission, draft.changed_at = submission, now
    for position, party in enumerate(parties):
        if position == 0 or party.role is not PartyRole.APPLICANT:
            continue
        is_seen = party.identification is Identification.DOCUMENT
        session.add(
            JointConfirmation(
                draft_id=draft.id,
                position=position,
                name=party.holder.name,
                identifier_type=party.holder.identifier_type,
                identifier=party.holder.identifier,
                holder_index=party.holder.index,
                answer=JointAnswer.CONFIRMED if is_seen else JointAnswer.ASKED,
                asked_at=now,
                answered_at=now if is_seen else None,
                account_id=draft.owner_id if is_seen else None,
                identification=party.identification if is_seen else None,
                has_consented=party.has_consented if is_seen else None,
            )
        )
    session.flush()


def confirmations_of(session: Session, draft_id: int) -> Sequence[JointConfirmation]:
    """Those who were asked about the draft, in the order of the parties."""
    rows = select(JointConfirmation).where(JointConfirmation.draft_id == draft_id)
    return session.scalars(rows.order_by(JointConfirmation.position)).all()


def answers_by_draft(session: Session, draft_ids: Sequence[int]) -> dict[int, list[JointConfirmation]]:
    """Those who were asked about these drafts, by draft; no query for no draft."""
    found: dict[int, list[JointConfirmation]] = {}
    if draft_ids:
        rows = select(JointConfirmation).where(JointConfirmation.draft_id.in_(draft_ids))
        for one in session.scalars(rows.order_by(JointConfirmation.position)):
            found.setdefault(one.draft_id, []).append(one)
    return found


def questions_to(session: Session, holders: Sequence[Holder], *, now: datetime) -> list[JointConfirmation]:
    """What these persons or organisations are asked to confirm, and lately were; not what is filed."""
    indexes = [one.index for one in holders]
    if not indexes:
        return []
    rows = (
        select(JointConfirmation)
        .join(Draft, Draft.id == JointConfirmation.draft_id)
        .where(JointConfirmation.holder_index.in_(indexes), Draft.application_id.is_(None))
        .options(joinedload(JointConfirmation.draft))
        .order_by(JointConfirmation.id.desc())
    )
    return [
        one
        for one in session.scalars(rows)
        if one.answered_at is None or one.answered_at > now - ANSWERS_SHOWN
    ]


def question_to(session: Session, holders: Sequence[Holder], public_id: str) -> JointConfirmation:
    """What one of these holders was asked about the draft; raises ConfirmationNotFound."""
    rows = (
        select(JointConfirmation)
        .join(Draft, Draft.id == JointConfirmation.draft_id)
        .where(
            Draft.public_id == public_id,
            JointConfirmation.holder_index.in_([one.index for one in holders]),
        )
        .options(joinedload(JointConfirmation.draft))
    )
    found = session.scalars(rows).first()
    if found is None:
        raise ConfirmationNotFound
    return found


def submitted_draft(session: Session, actor: Actor, public_id: str) -> Draft:
    """A draft that this account owns, or about which it was asked; raises ConfirmationNotFound."""
    draft = session.scalars(select(Draft).where(Draft.public_id == public_id)).one_or_none()
    if draft is None:
        raise ConfirmationNotFound
    if draft.owner_id != actor.account_id:
        question_to(session, actor.holders, public_id)
    return draft


def lock_submitted(session: Session, public_id: str) -> Draft:
    """The draft that waits for confirmations, locked; for code that checks who asks.

    Raises ConfirmationNotFound, DraftFiled once it is filed, ConfirmationClosed once it was taken back.
    """
    rows = select(Draft).where(Draft.public_id == public_id).with_for_update(of=Draft)
    draft = session.scalars(rows.execution_options(populate_existing=True)).one_or_none()
    if draft is None:
        raise ConfirmationNotFound
    if draft.application_id is not None:
        raise DraftFiled(draft.application_id)
    if draft.submission is None:
        raise ConfirmationClosed
    return draft


def confirm(question: JointConfirmation, given: Confirmation) -> None:
    """Record the confirmation; the draft is locked. Raises ConfirmationClosed when it is asked no longer."""
    if question.answer is not JointAnswer.ASKED:
        raise ConfirmationClosed
    question.answer, question.answered_at = JointAnswer.CONFIRMED, given.at
    question.account_id, question.identification = given.account_id, given.how
    question.has_consented, question.phone = given.has_consented, given.phone or None


def refuse(session: Session, draft: Draft, question: JointConfirmation, *, now: datetime) -> None:
    """Refuse, or withdraw a confirmation: nothing is filed, and the locked draft can be changed again."""
    if question.answer not in {JointAnswer.ASKED, JointAnswer.CONFIRMED}:
        raise ConfirmationClosed
    question.answer, question.answered_at = JointAnswer.REFUSED, now
    recall(session, draft, now=now)


def recall(session: Session, draft: Draft, *, now: datetime) -> None:
    """Take the submission back: nobody is asked any more, and the locked draft can be changed again."""
    draft.submission, draft.changed_at = None, now
    for one in confirmations_of(session, draft.id):
        if one.answer in {JointAnswer.ASKED, JointAnswer.CONFIRMED}:
            one.answer, one.answered_at = JointAnswer.RECALLED, now
    session.flush()


def confirmations_by_position(answers: Sequence[JointConfirmation]) -> dict[int, Confirmation]:
    """The confirmations that were given, by the place of the party."""
    return {
        one.position: Confirmation(
            one.account_id or 0,
            one.identification or Identification.STATED,
            has_consented=one.has_consented is True,
            phone=one.phone or "",
            at=one.answered_at or one.asked_at,
        )
        for one in answers
        if one.answer is JointAnswer.CONFIRMED
    }


def confirmed_parties(parties: Sequence[Party], given: Mapping[int, Confirmation]) -> list[Party]:
    """The parties of the draft, each joint applicant as they were identified when they confirmed."""
    return [
        _confirmed(party, given[position]) if position in given else party
        for position, party in enumerate(parties)
    ]


def _confirmed(party: Party, given: Confirmation) -> Party:
    return replace(
        party,
        identification=given.how,
        account_id=given.account_id if given.how is Identification.ACCOUNT else None,
        phone=given.phone,
        confirmed_at=given.at,
        has_consented=given.has_consented,
    )
