"""Representations: for whom an account may act; given by the principal, ended by either side."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from certificate_store.holders import Holder
from services_hall.identity.actors import Actor
from services_hall.identity.capacities import MANDATED, OF_FAMILY, Capacity, Evidence
from services_hall.identity.errors import RepresentationFault, RepresentationNotFound, RepresentationRefused
from services_hall.identity.models import Account, Representation
from services_hall.identity.principals import ORGANISATION, OWN, Principal, is_covered
from services_hall.identity.random_tokens import new_public_id


def principals(session: Session, actor: Actor, *, on: date) -> list[Principal]:
    """Everybody for whom this account may apply on that day: itself first."""
    found = []
    if actor.person is not None:
        found.append(Principal(OWN, actor.person, Capacity.SELF))
    if actor.holder is not None and actor.holder.is_organisation:
        found.append(Principal(ORGANISATION, actor.holder, Capacity.MEMBER, Evidence.CONFIRMED))
    rows = session.scalars(
        select(Representation)
        .where(Representation.agent_id == actor.account_id, is_in_force(on))
        .order_by(Representation.id)
    )
    return [*found, *(_principal(row) for row in rows)]


def lapsed_principals(session: Session, actor: Actor, *, on: date) -> list[Principal]:
    """Those whose mandate to this account ran out before that day, and nobody ended; the latest of each."""
    rows = session.scalars(
        select(Representation)
        .where(
            Representation.agent_id == actor.account_id,
            Representation.ended_at.is_(None),
            Representation.ends_on < on,
        )
        .order_by(Representation.ends_on, Representation.id)
    )
    latest = {row.principal_index: row for row in rows}
    return [_principal(row) for row in latest.values()]


def _principal(row: Representation) -> Principal:
    codes = None if row.item_codes is None else frozenset(row.item_codes)
    return Principal(row.public_id, row.principal, row.capacity, row.evidence, codes, row.ends_on)


def is_in_force(on: date) -> ColumnElement[bool]:
    """The condition for representations that hold on that day."""
    return Representation.ended_at.is_(None) & or_(
        Representation.ends_on.is_(None), Representation.ends_on >= on
    )


def may_act(
    session: Session,
    agent: Holder,
    principal: Holder,
    code: str,
    items: Collection[str],
    *,
    capacity: Capacity | None = None,
    on: date,
) -> bool:
    """Whether the person may apply for the principal on that day, by what the principal said in the hall.

    By a mandate or a membership that covers these items of the guide or bundle `code`, or by the account of
    the principal, an organisation, in which the person signs in. Who acts as a relative (`capacity`) needs a
    principal who has said so.
    """
    is_agent = (Account.identifier_index == agent.index) & Account.disabled_at.is_(None)
    if principal.is_organisation:
        own = select(Account.id).where(is_agent, Account.organisation_index == principal.index).limit(1)
        if session.scalar(own) is not None:
            return True
    given = (
        select(Representation.item_codes)
        .join(Account, Account.id == Representation.agent_id)
        .where(is_agent, Representation.principal_index == principal.index, _is_given, is_in_force(on))
    )
    if capacity in OF_FAMILY:
        given = given.where(Representation.capacity == capacity)
    return any(is_covered(scope, code, items) for scope in session.scalars(given))


def give_mandate(
    session: Session,
    principal: Actor,
    holder: Holder,
    agent: Account,
    *,
    capacity: Capacity = Capacity.MANDATARY,
    item_codes: Sequence[str] | None,
    ends_on: date | None,
    now: datetime,
) -> Representation:
    """Let another account act for the principal (民法典 art. 163); `holder` is one of the principal's own.

    A person may say that the agent is a near relative; nobody makes a guardian by a mandate. Raises
    RepresentationRefused: to oneself, for somebody else, or in another capacity.
    """
    if holder not in principal.holders:
        raise RepresentationRefused(RepresentationFault.NOT_OWN)
    if agent.id == principal.account_id:
        raise RepresentationRefused(RepresentationFault.TO_ONESELF)
    if holder.is_organisation:
        capacity = Capacity.MEMBER
    elif capacity not in MANDATED:
        raise RepresentationRefused(RepresentationFault.NO_SUCH_CAPACITY)
    return add_representation(
        session,
        agent.id,
        holder,
        capacity,
        Evidence.CONFIRMED,
        by=principal,
        item_codes=item_codes,
        ends_on=ends_on,
        now=now,
    )


def state_representation(
    session: Session,
    agent: Actor,
    holder: Holder,
    capacity: Capacity,
    *,
    item_codes: Sequence[str] | None = None,
    ends_on: date | None = None,
    now: datetime,
) -> Representation:
    """Note that the account acts for a relative or a ward, as it states; the agency examines the proof.

    Who holds a mandate on paper says for which items and until when it is. Raises RepresentationRefused:
    another capacity, an organisation, or oneself.
    """
    if capacity not in {*OF_FAMILY, Capacity.MANDATARY}:
        raise RepresentationRefused(RepresentationFault.NO_SUCH_CAPACITY)
    if holder.is_organisation:
        raise RepresentationRefused(RepresentationFault.ORGANISATION)
    if holder in agent.holders:
        raise RepresentationRefused(RepresentationFault.TO_ONESELF)
    if capacity is not Capacity.MANDATARY:
        item_codes = ends_on = None
    return add_representation(
        session,
        agent.account_id,
        holder,
        capacity,
        Evidence.STATED,
        by=agent,
        item_codes=item_codes,
        ends_on=ends_on,
        now=now,
    )


def add_representation(
    session: Session,
    agent_id: int,
    principal: Holder,
    capacity: Capacity,
    evidence: Evidence,
    *,
    by: Actor,
    item_codes: Sequence[str] | None = None,
    ends_on: date | None = None,
    is_manager: bool = False,
    now: datetime,
) -> Representation:
    """Add that the account may act for the principal; for code that has checked who may say so."""
    row = Representation(
        public_id=new_public_id(),
        agent_id=agent_id,
        principal_name=principal.name,
        principal_identifier_type=principal.identifier_type,
        principal_identifier=principal.identifier,
        principal_index=principal.index,
        capacity=capacity,
        evidence=evidence,
        item_codes=None if item_codes is None else sorted(item_codes),
        is_manager=is_manager,
        ends_on=ends_on,
        created_by_id=by.account_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def representations_of(session: Session, actor: Actor) -> list[Representation]:
    """Those that the actor gave or holds, the newest first, ended ones too."""
    given = Representation.principal_index.in_([holder.index for holder in actor.holders])
    return list(
        session.scalars(
            select(Representation)
            .where(or_(Representation.agent_id == actor.account_id, given & _is_given))
            .options(joinedload(Representation.agent))
            .order_by(Representation.id.desc())
        )
    )


_is_given = Representation.evidence == Evidence.CONFIRMED


def end_representation(session: Session, actor: Actor, public_id: str, *, now: datetime) -> Representation:
    """End it, by either side; what was filed stays filed. Raises RepresentationNotFound."""
    row = session.scalar(
        select(Representation)
        .where(Representation.public_id == public_id, Representation.ended_at.is_(None))
        .with_for_update()
    )
    if row is None or not (
        row.agent_id == actor.account_id or row.principal_index in {one.index for one in actor.holders}
    ):
        raise RepresentationNotFound
    row.ended_at, row.ended_by_id = now, actor.account_id
    session.flush()
    return row
