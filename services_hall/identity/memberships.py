"""Members of organisations: who may act for one, who may add and remove members."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, select
from sqlalchemy.orm import Session, joinedload

from certificate_store.holders import Holder
from services_hall.identity.actors import Actor
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.identity.errors import RepresentationFault, RepresentationNotFound, RepresentationRefused
from services_hall.identity.models import Account, Representation
from services_hall.identity.representations import add_representation, is_in_force

MEMBERSHIPS: Final = (Capacity.MEMBER, Capacity.LEGAL_REPRESENTATIVE)


def managed_organisations(session: Session, actor: Actor, *, on: date) -> list[Holder]:
    """The organisations whose members this account keeps: its own, and those that made it a manager."""
    own = [actor.holder] if actor.holder is not None and actor.holder.is_organisation else []
    rows = session.scalars(
        select(Representation).where(
            Representation.agent_id == actor.account_id,
            Representation.is_manager,
            is_membership(),
            is_in_force(on),
        )
    )
    return list(dict.fromkeys([*own, *(row.principal for row in rows)]))


def is_membership() -> ColumnElement[bool]:
    """The condition for representations that the organisation itself gave."""
    return Representation.capacity.in_(MEMBERSHIPS) & (Representation.evidence == Evidence.CONFIRMED)


def members_of(session: Session, organisation: Holder, *, on: date) -> Sequence[Representation]:
    """The members of the organisation on that day, the oldest first."""
    return session.scalars(
        select(Representation)
        .where(Representation.principal_index == organisation.index, is_membership(), is_in_force(on))
        .options(joinedload(Representation.agent))
        .order_by(Representation.id)
    ).all()


def capacity_in(session: Session, organisation: Holder, account_id: int, *, on: date) -> Capacity:
    """In what capacity the account acts for the organisation; its own account as a member."""
    rows = (row for row in members_of(session, organisation, on=on) if row.agent_id == account_id)
    return next((row.capacity for row in rows), Capacity.MEMBER)


def add_member(
    session: Session,
    manager: Actor,
    organisation: Holder,
    account: Account,
    *,
    capacity: Capacity,
    is_manager: bool,
    now: datetime,
    on: date,
) -> Representation:
    """Take the account in as a member; one who is a member gets the new capacity and role.

    Raises RepresentationRefused: not the manager's organisation, no capacity of members, or oneself.
    """
    if organisation not in managed_organisations(session, manager, on=on):
        raise RepresentationRefused(RepresentationFault.NOT_OWN)
    if capacity not in MEMBERSHIPS:
        raise RepresentationRefused(RepresentationFault.NO_SUCH_CAPACITY)
    if account.id == manager.account_id:
        raise RepresentationRefused(RepresentationFault.TO_ONESELF)
    present = [row for row in members_of(session, organisation, on=on) if row.agent_id == account.id]
    for row in present:
        row.ended_at, row.ended_by_id = now, manager.account_id
    return add_representation(
        session,
        account.id,
        organisation,
        capacity,
        Evidence.CONFIRMED,
        by=manager,
        is_manager=is_manager,
        now=now,
    )


def managed_membership(session: Session, manager: Actor, public_id: str, *, on: date) -> Representation:
    """A membership that this account keeps, locked; raises RepresentationNotFound."""
    row = session.scalar(
        select(Representation)
        .where(Representation.public_id == public_id, is_membership(), is_in_force(on))
        .with_for_update()
    )
    if row is None or row.principal not in managed_organisations(session, manager, on=on):
        raise RepresentationNotFound
    return row


def end_membership(row: Representation, by: Actor, successor_id: int, *, now: datetime) -> None:
    """End the locked membership; `successor_id` is the account that takes over what was begun."""
    row.ended_at, row.ended_by_id, row.successor_id = now, by.account_id, successor_id


def has_left(on: date, account_id: int, principal_index: SQLColumnExpression[bytes]) -> ColumnElement[bool]:
    """The condition that the account was a member of the organisation with this index, and no longer is."""
    membership = (
        Representation.agent_id == account_id,
        Representation.principal_index == principal_index,
        is_membership(),
    )
    return and_(exists().where(*membership), ~exists().where(*membership, is_in_force(on)))


def member_organisations(on: date, account_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions for memberships whose organisation's applications the account sees: for all items."""
    return (
        Representation.agent_id == account_id,
        Representation.item_codes.is_(None),
        is_membership(),
        is_in_force(on),
    )


def readable_holders(session: Session, actor: Actor, *, on: date) -> list[Holder]:
    """Those whose certificates the account reads as its own: whom it stands for, and where it is a member."""
    rows = session.scalars(
        select(Representation).where(*member_organisations(on, actor.account_id)).order_by(Representation.id)
    )
    return list(dict.fromkeys([*actor.holders, *(row.principal for row in rows)]))
