"""Absences of officers, and the substitutes to whom their cases fall meanwhile."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from guides.division_codes import contains
from guides.errors import FieldProblem
from guides.models import Agency
from services_hall.applications.action_faults import ActionFault, day_between
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import OfficerAbsence
from services_hall.audit.record import record_action
from services_hall.identity import Actor, Post, Role, accounts
from services_hall.identity.models import Account

LONGEST: Final = timedelta(days=366)
OFFICER, SUBSTITUTE, FIRST, LAST = "officer", "substitute", "first_on", "last_on"
"""The names of the fields of an absence."""


def record_absence(
    session: Session,
    actor: Actor,
    *,
    officer: str,
    substitute: str,
    first_on: date | None,
    last_on: date | None,
    now: datetime,
    today: date,
) -> OfficerAbsence:
    """Let a substitute handle the cases of an officer from `first_on` to `last_on`; both by public id.

    Officers choose for themselves, the head of the agency for each of its officers. Raises ActionInvalid for
    somebody who cannot be chosen, for days that are not possible, and for a chain that ends where it began.
    """
    people = staff_of(session, actor)
    _lock_agencies(session, people)
    absent = _chosen(people, officer, absentees(actor, people), OFFICER, ActionFault.OFFICER_NOT_HERE)
    other = _chosen(
        people, substitute, substitutes_for(absent, people), SUBSTITUTE, ActionFault.NO_SUBSTITUTE
    )
    first = day_between(FIRST, first_on, earliest=today, last=today + LONGEST)
    last = day_between(LAST, last_on, earliest=first, last=first + LONGEST)
    others = _between(session, first, last)
    if any(one.officer_id == absent.id for one in others):
        raise ActionInvalid({FIRST: FieldProblem(ActionFault.ABSENCE_OVERLAPS)})
    _refuse_circle(absent, other, others, people)
    absence = OfficerAbsence(
        officer_id=absent.id,
        substitute_id=other.id,
        first_on=first,
        last_on=last,
        chosen_by_id=actor.account_id,
        chosen_at=now,
    )
    session.add(absence)
    days = {"substitute": other.public_id, "first_on": first.isoformat(), "last_on": last.isoformat()}
    record_action(
        session, actor=actor.public_id, action="absence.record", subject=absent.public_id, details=days
    )
    session.flush()
    return absence


def end_absence(session: Session, actor: Actor, absence_id: int, *, today: date) -> bool:
    """Let an absence end before `today`; False for one that the actor may not change, or that ended early."""
    own = {one.id: one for one in absentees(actor, staff_of(session, actor))}
    absence = session.get(OfficerAbsence, absence_id, with_for_update=True)
    if absence is None or absence.officer_id not in own or absence.ended_on is not None:
        return False
    absence.ended_on = today
    subject = own[absence.officer_id].public_id
    record_action(session, actor=actor.public_id, action="absence.end", subject=subject)
    return True


def staff_of(session: Session, actor: Actor) -> Sequence[Account]:
    """The officers of the agencies at which the actor is an officer or the head, by account id."""
    posts = (*actor.posts_as(Role.AGENCY_OFFICER), *actor.posts_as(Role.AGENCY_HEAD))
    codes = sorted({post.agency_code for post in posts if post.agency_code is not None})
    found = {
        account.id: account
        for code in codes
        for account in accounts.accounts_of_agency(session, code, Role.AGENCY_OFFICER)
    }
    return [found[id_] for id_ in sorted(found)]


def absentees(actor: Actor, people: Sequence[Account]) -> list[Account]:
    """Those of these officers whose absence the actor may enter: themselves, and whose head they are."""
    led = actor.posts_as(Role.AGENCY_HEAD)
    return [
        account
        for account in people
        if account.id == actor.account_id or (led and _cover(led, officer_posts(account)))
    ]


def substitutes_for(officer: Account, people: Sequence[Account]) -> list[Account]:
    """Those of these officers who may handle every case of this officer."""
    posts = officer_posts(officer)
    return [one for one in people if one.id != officer.id and _cover(officer_posts(one), posts)]


def officer_posts(account: Account) -> list[Post]:
    """The posts of an account as an officer."""
    posts = [post for post in account.posts if post.role is Role.AGENCY_OFFICER]
    return [Post(post.role, post.agency_code, post.division_code) for post in posts]


def current_absences(
    session: Session, officer_ids: Collection[int], *, today: date
) -> Sequence[OfficerAbsence]:
    """The absences of these officers today and later, by first day."""
    rows = select(OfficerAbsence).where(
        OfficerAbsence.officer_id.in_(sorted(officer_ids)),
        OfficerAbsence.last_on >= today,
        OfficerAbsence.ended_on.is_(None),
    )
    return session.scalars(rows.order_by(OfficerAbsence.first_on, OfficerAbsence.id)).all()


def absent_colleagues(session: Session, account_id: int, *, today: date) -> tuple[int, ...]:
    """The ids of the absent officers whose cases fall to this account today, also over a chain."""
    substitutes = _substitutes_on(session, today)
    if account_id not in substitutes.values():
        return ()
    return tuple(sorted(one for one in substitutes if account_id in _chain(one, substitutes)))


def principal_of_officer(
    session: Session, account_id: int, assigned_to_id: int | None, *, today: date
) -> int | None:
    """For whom an account acts on a case assigned to another one: the absent officer, else None."""
    if assigned_to_id is None or assigned_to_id == account_id:
        return None
    is_substitute = account_id in _chain(assigned_to_id, _substitutes_on(session, today))
    return assigned_to_id if is_substitute else None


def _chosen(
    people: Sequence[Account], public_id: str, allowed: Sequence[Account], field: str, fault: ActionFault
) -> Account:
    for account in allowed:
        if account.public_id == public_id:
            return account
    raise ActionInvalid({field: FieldProblem(fault)})


def _refuse_circle(
    absent: Account, substitute: Account, others: Sequence[OfficerAbsence], people: Sequence[Account]
) -> None:
    """Raise ActionInvalid where somebody after the substitute hands the cases back to the absent officer."""
    names = {one.id: one.name for one in people}
    for passed in _paths(substitute.id, others):
        if absent.id in passed:
            chain = "、".join(names[one] for one in (absent.id, *passed) if one in names)
            raise ActionInvalid({SUBSTITUTE: FieldProblem(ActionFault.SUBSTITUTE_CIRCLE, {"names": chain})})


def _paths(start: int, absences: Sequence[OfficerAbsence]) -> Iterator[tuple[int, ...]]:
    """Every chain of substitutes from an account on, which may have several absences in the period."""
    waiting: list[tuple[int, ...]] = [(start,)]
    while waiting:
        path = waiting.pop()
        yield path
        later = {one.substitute_id for one in absences if one.officer_id == path[-1]}
        waiting.extend((*path, one) for one in sorted(later) if one not in path)


def _chain(officer_id: int, substitutes: Mapping[int, int]) -> list[int]:
    """Those who stand in for an officer: the substitute, and while that one is absent too, the next."""
    chain: list[int] = []
    while (officer_id := substitutes.get(officer_id, 0)) and officer_id not in chain:
        chain.append(officer_id)
    return chain


def _substitutes_on(session: Session, day: date) -> dict[int, int]:
    """The substitute of each officer who is absent on this day."""
    return {one.officer_id: one.substitute_id for one in _between(session, day, day)}


def _between(session: Session, first: date, last: date) -> Sequence[OfficerAbsence]:
    rows = select(OfficerAbsence).where(
        OfficerAbsence.first_on <= last, OfficerAbsence.last_on >= first, _holds_on(first)
    )
    return session.scalars(rows.order_by(OfficerAbsence.id)).all()


def _holds_on(day: date) -> ColumnElement[bool]:
    return or_(OfficerAbsence.ended_on.is_(None), OfficerAbsence.ended_on > day)


def _cover(posts: Sequence[Post], needed: Sequence[Post]) -> bool:
    """Whether each of the needed posts lies in one of these, by agency and division."""
    return all(any(_reaches(post, one) for post in posts) for one in needed)


def _reaches(post: Post, needed: Post) -> bool:
    if post.agency_code != needed.agency_code:
        return False
    if post.division_code is None:
        return True
    return needed.division_code is not None and contains(post.division_code, needed.division_code)


def _lock_agencies(session: Session, people: Sequence[Account]) -> None:
    """Let nobody else choose a substitute at these agencies meanwhile: two choices could make a circle."""
    codes = {post.agency_code for one in people for post in officer_posts(one)}
    rows = select(Agency.code).where(Agency.code.in_(sorted(code for code in codes if code is not None)))
    session.execute(rows.order_by(Agency.code).with_for_update()).all()
