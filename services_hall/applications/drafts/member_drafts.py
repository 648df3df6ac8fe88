"""Transfer of an organisation's drafts from a member who leaves to another member."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.models import Draft
from services_hall.applications.parties import Identification, Party, PartyRole, agent_in, applicant_in
from services_hall.attachments.models import Attachment
from services_hall.identity import Actor
from services_hall.identity.capacities import Capacity, Evidence

NewAnswers = Callable[[Draft, Sequence[Party], Sequence[Party]], dict[str, str]]
"""The answers of a draft, from its parties before and after."""


def hand_over_drafts(
    session: Session,
    organisation: Holder,
    from_id: int,
    successor: Actor,
    *,
    capacity: Capacity,
    new_answers: NewAnswers,
    now: datetime,
) -> int:
    """Pass the open drafts for the organisation on, with their files; returns how many there were.

    In each the successor, who acts in this `capacity`, takes the place of the one who acted.
    """
    rows = select(Draft).where(Draft.owner_id == from_id, Draft.application_id.is_(None)).with_for_update()
    begun = [draft for draft in session.scalars(rows) if _is_for(draft, organisation)]
    for draft in begun:
        draft.owner_id, draft.changed_at = successor.account_id, now
        before = [Party.from_json(one) for one in draft.parties or []]
        after = _parties_with(before, successor, capacity)
        draft.answers = new_answers(draft, before, after)
        draft.parties = [party.as_json() for party in after]
    if begun:
        session.execute(
            update(Attachment)
            .where(
                Attachment.subject_kind == SubjectKind.DRAFT,
                Attachment.subject_id.in_([draft.id for draft in begun]),
            )
            .values(owner_id=successor.account_id)
            .execution_options(synchronize_session=False)
        )
    session.flush()
    return len(begun)


def _is_for(draft: Draft, organisation: Holder) -> bool:
    if not draft.parties:
        return False
    return applicant_in([Party.from_json(one) for one in draft.parties]).holder == organisation


def _parties_with(parties: Sequence[Party], successor: Actor, capacity: Capacity) -> list[Party]:
    """The parties with the successor as the one who acts for the organisation, and is called about it."""
    phone, before = successor.phone or "", agent_in(parties)
    others = [
        replace(one, phone=phone) if before is None or one.phone == before.phone else one
        for one in parties
        if one.role is not PartyRole.AGENT
    ]
    if successor.person is None:
        return others
    agent = Party(
        PartyRole.AGENT,
        successor.person,
        Identification.ACCOUNT,
        successor.account_id,
        capacity,
        Evidence.CONFIRMED,
        phone,
    )
    return [*others, agent]
