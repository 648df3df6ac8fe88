"""Members of an organisation, added and removed by it; what a member began passes to another."""

from certificate_store.holders import Holder
from services_hall.audit.record import record_action
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.identity import Actor, accounts, memberships
from services_hall.identity.capacities import Capacity
from services_hall.identity.errors import RepresentationFault, RepresentationRefused
from services_hall.use_cases.mandate_notices import tell_ended, tell_given
from services_hall.use_cases.pass_drafts_on import pass_drafts_on


def add_member(
    actor: Actor, organisation: Holder, person: Holder, *, capacity: Capacity, is_manager: bool
) -> str:
    """Takes the person in as a member. Returns the public id.

    Raises RepresentationRefused, also when the person has no account.
    """
    with transaction() as session:
        account = accounts.account_of_person(session, person)
        if account is None:
            raise RepresentationRefused(RepresentationFault.AGENT_UNKNOWN)
        row = memberships.add_member(
            session,
            actor,
            organisation,
            account,
            capacity=capacity,
            is_manager=is_manager,
            now=utc_now(),
            on=local_day(utc_now()),
        )
        record_action(session, actor=actor.public_id, action="member.add", subject=row.public_id)
        tell_given(session, row, by=actor, now=utc_now())
        return row.public_id


def remove_member(actor: Actor, public_id: str, successor_public_id: str = "") -> int:
    """Removes a member; what the member began passes to the successor, or to the actor.

    `successor_public_id` is another membership. Returns how many drafts passed on. Raises
    RepresentationNotFound.
    """
    today = local_day(utc_now())
    with transaction() as session:
        row = memberships.managed_membership(session, actor, public_id, on=today)
        successor = actor
        if successor_public_id not in {"", public_id}:
            other = memberships.managed_membership(session, actor, successor_public_id, on=today)
            successor = accounts.actor_of(other.agent)
        passed = pass_drafts_on(session, row, successor, now=utc_now())
        memberships.end_membership(row, actor, successor.account_id, now=utc_now())
        record_action(session, actor=actor.public_id, action="member.remove", subject=row.public_id)
        tell_ended(session, row, by=actor, now=utc_now())
        return passed
