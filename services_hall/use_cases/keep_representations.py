"""Mandates and stated representations of an account: given, noted and ended, each recorded."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from services_hall.audit.record import record_action
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.identity import Actor, accounts, memberships, representations
from services_hall.identity.capacities import Capacity
from services_hall.identity.errors import RepresentationFault, RepresentationRefused
from services_hall.identity.models import Account, Representation
from services_hall.use_cases.mandate_notices import tell_ended, tell_given
from services_hall.use_cases.pass_drafts_on import pass_drafts_on


def give_mandate(
    actor: Actor,
    principal: Holder,
    agent: Holder,
    *,
    capacity: Capacity = Capacity.MANDATARY,
    item_codes: Sequence[str] | None = None,
    ends_on: date | None = None,
) -> str:
    """Lets the person `agent` act for `principal`, who is the actor or the actor's organisation.

    A person says in what `capacity`: as a near relative, or as somebody who holds a mandate.
    Returns the public id. Raises RepresentationRefused, also when the person has no account.
    """
    _require_open(ends_on)
    with transaction() as session:
        account = accounts.account_of_person(session, agent)
        if account is None:
            raise RepresentationRefused(RepresentationFault.AGENT_UNKNOWN)
        row = representations.give_mandate(
            session,
            actor,
            principal,
            account,
            capacity=capacity,
            item_codes=item_codes,
            ends_on=ends_on,
            now=utc_now(),
        )
        record_action(session, actor=actor.public_id, action="mandate.give", subject=row.public_id)
        tell_given(session, row, by=actor, now=utc_now())
        return row.public_id


def state_representation(
    actor: Actor,
    principal: Holder,
    capacity: Capacity,
    *,
    item_codes: Sequence[str] | None = None,
    ends_on: date | None = None,
) -> str:
    """Notes for whom the actor says to act; the proof comes with each application.

    Returns the public id. Raises RepresentationRefused.
    """
    _require_open(ends_on)
    with transaction() as session:
        row = representations.state_representation(
            session, actor, principal, capacity, item_codes=item_codes, ends_on=ends_on, now=utc_now()
        )
        record_action(session, actor=actor.public_id, action="mandate.state", subject=row.public_id)
        return row.public_id


def _require_open(ends_on: date | None) -> None:
    if ends_on is not None and ends_on < local_day(utc_now()):
        raise RepresentationRefused(RepresentationFault.ALREADY_OVER)


def end_representation(actor: Actor, public_id: str) -> int:
    """Ends a representation that the actor gave or holds.

    What was begun for an organisation passes to the actor, or to the organisation's account where the one who
    acted for it ends it. Returns how many drafts passed on. Raises RepresentationNotFound.
    """
    with transaction() as session:
        now = utc_now()
        row = representations.end_representation(session, actor, public_id, now=now)
        record_action(session, actor=actor.public_id, action="mandate.end", subject=row.public_id)
        tell_ended(session, row, by=actor, now=now)
        if not row.principal.is_organisation:
            return 0
        successor = _successor(session, row) if row.agent_id == actor.account_id else actor
        memberships.end_membership(row, actor, successor.account_id, now=now)
        return pass_drafts_on(session, row, successor, now=now)


def _successor(session: Session, row: Representation) -> Actor:
    """The organisation's own account, or, where it has none, the one that took the agent in."""
    own = accounts.account_of_holder(session, row.principal)
    return accounts.actor_of(own or session.get_one(Account, row.created_by_id))
