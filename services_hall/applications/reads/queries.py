"""Queries for applications and cases; data that the actor may not see is reported as not found."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from guides.terms_in_force import TERMS_ALONE
from services_hall.applications.agent_rights import require_right
from services_hall.applications.errors import ApplicationNotFound, CaseNotFound
from services_hall.applications.lifecycle import DESK_WORK, CaseState
from services_hall.applications.models import Application, ApplicationItem, Case
from services_hall.applications.numbering import (
    CaseNumberInvalid,
    parse_application_number,
    parse_case_number,
)
from services_hall.applications.parties.paper_mandates import MandateAct
from services_hall.applications.readers import (
    is_at_desk,
    is_at_desk_of,
    is_in_charge,
    is_party,
    listed_application_ids,
    own_application_ids,
)
from services_hall.applications.reads.part_loading import (
    case_rows,
    load_application,
    load_case,
    related_case,
)
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor, Post
from services_hall.object_rows import ObjectRows

MOST_DESKS: Final = 256
"""For how many desks a statement is kept."""


def own_application(session: Session, actor: Actor, number: str) -> Application:
    """An application of this person or organisation, or filed by them; raises ApplicationNotFound."""
    return _application(session, number, is_party(actor))


def lock_own_application(session: Session, actor: Actor, number: str) -> Application:
    """Like `own_application`, with its cases freshly read and locked, to withdraw them.

    Raises ApplicationNotFound, AgentNotEntitled.
    """
    application = own_application(session, actor, number)
    require_right(session, application, actor, MandateAct.WITHDRAW, on=local_day(utc_now()))
    session.scalars(
        select(Case)
        .where(Case.application_id == application.id)
        .order_by(Case.id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    ).all()
    return application


def cases_with_numbers(application: Application, numbers: Collection[str]) -> list[Case]:
    """The cases of the application with these numbers, in its order; raises CaseNotFound for any other."""
    cases = [case for case in application.cases if case.number in numbers]
    if len(cases) != len(set(numbers)):
        raise CaseNotFound
    return cases


_SUMMARY: Final = (
    selectinload(Application.cases)
    .joinedload(Case.application_item)
    .joinedload(ApplicationItem.edition)
    .options(*TERMS_ALONE),
)
"""The cases of listed applications, each with the terms whose type of item names its decision."""


def own_applications(
    session: Session, actor: Actor, *, after: int | None = None, limit: int = 20, is_acted: bool = False
) -> Sequence[Application]:
    """The person's applications, newest first; `after` is the last id of the previous page.

    With `is_acted` also those in which the person acted for somebody.
    """
    found = listed_application_ids(actor) if is_acted else own_application_ids(actor)
    rows = (
        select(Application)
        .where(Application.id.in_(found))
        .options(*_SUMMARY, *((selectinload(Application.parties),) if is_acted else ()))
        .order_by(Application.id.desc())
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(Application.id < after)
    return session.scalars(rows).all()


def filed_applications(
    session: Session, actor: Actor, *, after: int | None = None, limit: int = 20
) -> Sequence[Application]:
    """The applications that this clerk or system filed for others, newest first; `after` as above."""
    rows = (
        select(Application)
        .where(Application.filed_by_id == actor.account_id)
        .options(*_SUMMARY)
        .order_by(Application.id.desc())
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(Application.id < after)
    return session.scalars(rows).all()


def application_by_id(session: Session, application_id: int) -> Application:
    """The application that was just filed, with all data that its page shows."""
    return load_application(session, session.get_one(Application, application_id))


def desk_case(session: Session, actor: Actor, number: str) -> Case:
    """A case of the officer's agency and division; raises CaseNotFound for any other."""
    try:
        application, position = parse_case_number(number)
    except CaseNumberInvalid:
        raise CaseNotFound from None
    values = {"application_id": application.id, "filed_on": application.filed_on, "position": position}
    rows = _desk_case_rows(actor.posts)
    if rows.is_readable(session):
        case = next((related_case(row) for row in rows.read(session, values)), None)
    else:
        statement = _desk_case(actor.posts).options(*_with_records())
        case = session.scalars(statement, values).one_or_none()
    if case is None:
        raise CaseNotFound
    return load_case(session, case)


def _desk_case(posts: tuple[Post, ...]) -> Select[tuple[Case]]:
    return select(Case).where(
        Case.application_id == bindparam("application_id"),
        Case.filed_on == bindparam("filed_on"),
        Case.position == bindparam("position"),
        is_at_desk_of(posts),
    )


@lru_cache(maxsize=MOST_DESKS)
def _desk_case_rows(posts: tuple[Post, ...]) -> ObjectRows:
    """The statement for a case of a desk, built once for each desk."""
    return case_rows(_desk_case(posts))


def lock_case(session: Session, actor: Actor, number: str) -> Case:
    """Like `desk_case`, freshly read and locked until the transaction ends; raises CaseNotFound."""
    return _lock_case(session, number, is_at_desk(actor))


def lock_case_in_charge(session: Session, head: Actor, number: str) -> Case:
    """Like `lock_case`, for the head of the case's agency."""
    return _lock_case(session, number, is_in_charge(head))


def _lock_case(session: Session, number: str, within: ColumnElement[bool]) -> Case:
    rows = (
        _with_number(select(Case), number)
        .where(within)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )
    case = session.scalars(rows).one_or_none()
    if case is None:
        raise CaseNotFound
    return case


def own_case(session: Session, actor: Actor, number: str) -> Case:
    """A case of this person or organisation, or filed by them; raises CaseNotFound."""
    rows = _own_case(actor, number).options(*_with_records())
    return load_case(session, _one_case(session, rows))


def lock_case_by_id(session: Session, case_id: int) -> Case:
    """A case for an automatic action, freshly read and locked until the transaction ends."""
    return session.get_one(Case, case_id, with_for_update=True, populate_existing=True)


def lock_own_case(session: Session, actor: Actor, number: str) -> Case:
    """Like `own_case`, freshly read and locked, to give something or to state a view.

    Raises CaseNotFound, AgentNotEntitled.
    """
    rows = _own_case(actor, number).with_for_update(of=Case).execution_options(populate_existing=True)
    case = _one_case(session, rows)
    require_right(session, case.application, actor, MandateAct.APPLY, on=local_day(utc_now()))
    return case


def lock_own_cases(session: Session, actor: Actor, number: str) -> tuple[Case, Sequence[Case]]:
    """Like `lock_own_case`, with the other cases of its application locked as well."""
    case = own_case(session, actor, number)
    require_right(session, case.application, actor, MandateAct.APPLY, on=local_day(utc_now()))
    rows = select(Case).where(Case.application_id == case.application_id).order_by(Case.id)
    locked = session.scalars(rows.with_for_update(of=Case).execution_options(populate_existing=True)).all()
    return case, [one for one in locked if one.id != case.id]


def lock_desk_cases(session: Session, actor: Actor, number: str) -> tuple[Case, Sequence[Case]]:
    """Like `lock_case`, with the other cases of its application locked as well, in the order of their ids."""
    found = session.scalars(_with_number(select(Case.application_id), number).where(is_at_desk(actor)))
    application_id = found.one_or_none()
    if application_id is None:
        raise CaseNotFound
    rows = select(Case).where(Case.application_id == application_id).order_by(Case.id)
    locked = session.scalars(rows.with_for_update(of=Case).execution_options(populate_existing=True)).all()
    case = next(one for one in locked if one.number == number)
    return case, [one for one in locked if one.id != case.id]


def own_cases(session: Session, actor: Actor, states: Collection[CaseState]) -> Sequence[Case]:
    """The cases in these states of the person, and where they act for somebody, the oldest first."""
    return session.scalars(
        select(Case)
        .join(Case.application)
        .where(Application.id.in_(listed_application_ids(actor)), Case.state.in_(sorted(states)))
        .options(joinedload(Case.application), joinedload(Case.agency))
        .order_by(Case.id)
    ).all()


def _own_case(actor: Actor, number: str) -> Select[tuple[Case]]:
    return _with_number(select(Case), number).join(Case.application).where(is_party(actor))


def _one_case(session: Session, rows: Select[tuple[Case]]) -> Case:
    case = session.scalars(rows).one_or_none()
    if case is None:
        raise CaseNotFound
    return case


def desk_cases(
    session: Session,
    actor: Actor,
    *,
    states: Sequence[CaseState] | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Sequence[Case]:
    """The officer's cases, oldest first; by default the undecided ones that wait for no other case."""
    selected_states = tuple(states) if states is not None else tuple(sorted(DESK_WORK))
    rows = (
        select(Case)
        .where(is_at_desk(actor), Case.state.in_(selected_states))
        .options(joinedload(Case.application))
        .order_by(Case.id)
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(Case.id > after)
    return session.scalars(rows).all()


def case_with_number(session: Session, number: str) -> Case | None:
    """The case with this number, for code that has checked who asks."""
    return session.scalars(_with_number(select(Case), number)).one_or_none()


def case_of_certificate(session: Session, identifier: str) -> Case | None:
    """The case that issued a certificate, for code that has checked who asks."""
    return session.scalars(select(Case).where(Case.certificate_identifier == identifier)).one_or_none()


def case_that_issued(session: Session, actor: Actor, identifier: str) -> Case:
    """The case that issued a certificate, for its applicant and its agency; raises CaseNotFound."""
    case = session.scalars(
        select(Case)
        .join(Application, Application.id == Case.application_id)
        .where(
            Case.certificate_identifier == identifier,
            or_(is_at_desk(actor), is_party(actor)),
        )
    ).one_or_none()
    if case is None:
        raise CaseNotFound
    return case


def _application(session: Session, number: str, may_see: ColumnElement[bool]) -> Application:
    try:
        parsed = parse_application_number(number)
    except CaseNumberInvalid:
        raise ApplicationNotFound from None
    rows = select(Application).where(
        Application.id == parsed.id, Application.filed_on == parsed.filed_on, may_see
    )
    application = session.scalars(rows).one_or_none()
    if application is None:
        raise ApplicationNotFound
    return load_application(session, application)


def _with_records() -> tuple[ExecutableOption, ...]:
    """What a case has once: its application, its agency, its item with the edition."""
    item = joinedload(Case.application_item)
    edition = item.joinedload(ApplicationItem.edition).options(*TERMS_ALONE)
    return joinedload(Case.application), joinedload(Case.agency), edition


def _with_number(rows: Select[tuple[Case]], number: str) -> Select[tuple[Case]]:
    try:
        application, position = parse_case_number(number)
    except CaseNumberInvalid:
        raise CaseNotFound from None
    return rows.where(
        Case.application_id == application.id,
        Case.filed_on == application.filed_on,
        Case.position == position,
    )
