"""The decision clock of a case: promised and legal due day, from the guide's limits, pauses and extension."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.enumerations import LimitStart
from guides.terms import Limits, Period
from services_hall.applications.clocks.time_limits import (
    LimitSource,
    binding_limit,
    legal_limit,
    online_decision,
)
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, LimitExtension, SpecialProcedure
from services_hall.casework.deadlines import BindingLimit, Deadline, Pause, deadline
from services_hall.clock import local_day


@dataclass(frozen=True)
class ClockChanges:
    """What moves the due days of a case: special procedures, and an approved extension."""

    pauses: tuple[Pause, ...] = ()
    extension: BindingLimit | None = None


@dataclass(frozen=True)
class DecisionClock:
    """Both due days of a decision; the legal one is None if the guide leaves the limit of the law open."""

    starts_on: date
    promised: Deadline
    legal: Deadline | None
    changes: ClockChanges


NO_CHANGES: Final = ClockChanges()
RECEIPTS: Final = frozenset({CaseAction.RECEIVE, CaseAction.SUPPLEMENT})


def decision_clock(
    limits: Limits,
    *,
    by_commitment: bool,
    online_decision: Period | None = None,
    starts_on: date,
    calendar: WorkingDays,
    changes: ClockChanges = NO_CHANGES,
) -> DecisionClock:
    """The clock that runs from the day after `starts_on`.

    行政许可法 arts. 42 and 45: special procedures stop both limits, an extension moves both days.
    """
    promised = binding_limit(limits, by_commitment=by_commitment, online_decision=online_decision)
    legal = legal_limit(limits)
    moved = (calendar, changes.pauses, changes.extension)
    return DecisionClock(
        starts_on,
        deadline(starts_on, promised, *moved),
        None if legal is None else deadline(starts_on, legal, *moved),
        changes,
    )


def start_clock(case: Case, calendar: WorkingDays, *, starts_on: date | None = None) -> None:
    """Start the decision clock of a case that is accepted now.

    It starts on the day that the guide names, receipt or acceptance; a case that counts as accepted because
    of the agency's silence starts on the day of its receipt (行政许可法 art. 32): then pass `starts_on`.
    """
    clock = decision_clock(
        case.application_item.edition.terms.limits,
        by_commitment=case.is_by_commitment,
        online_decision=online_decision(case.application_item.edition.terms, case.application.channel),
        starts_on=starts_on or first_day(case),
        calendar=calendar,
    )
    set_due_days(case, clock)


def first_day(case: Case) -> date:
    """The day of the event with which the guide's limits start; for a commitment, its receipt."""
    limits = case.application_item.edition.terms.limits
    is_from_receipt = case.is_by_commitment or limits.starts_with is LimitStart.RECEIPT
    event = last_received_at(case) if is_from_receipt else case.accepted_at
    if event is None:
        raise ValueError("the clock of a case starts when it is accepted")
    return local_day(event)


def last_received_at(case: Case) -> datetime | None:
    """When the case was received last: with the application, with another case's result, or supplemented."""
    if case.supplement_asked_at is None:
        return case.received_at
    return max(event.at for event in case.events if event.action in RECEIPTS)


def set_due_days(case: Case, clock: DecisionClock) -> None:
    """Copy the due days of the clock to the case."""
    case.clock_starts_on = clock.starts_on
    case.decision_due_on = clock.promised.due_on
    case.legal_due_on = clock.legal.due_on if clock.legal is not None else None
    case.is_due_provisional = clock.promised.is_provisional
    case.limit_amount, case.limit_unit = clock.promised.limit.amount, clock.promised.limit.unit
    case.limit_ends_with = case.application_item.edition.terms.limits.ends_with


def case_clock(case: Case, calendar: WorkingDays, changes: ClockChanges) -> DecisionClock | None:
    """The clock of a case; None before acceptance."""
    if case.accepted_at is None:
        return None
    return decision_clock(
        case.application_item.edition.terms.limits,
        by_commitment=case.is_by_commitment,
        online_decision=online_decision(case.application_item.edition.terms, case.application.channel),
        starts_on=case.clock_starts_on or first_day(case),
        calendar=calendar,
        changes=changes,
    )


def clock_changes(session: Session, case_ids: Collection[int], *, today: date) -> Mapping[int, ClockChanges]:
    """What moves the due days of these cases; two queries.

    A procedure that has not ended is assumed to take as long as planned, or until today.
    """
    pauses: dict[int, list[Pause]] = {}
    procedures = select(SpecialProcedure).where(SpecialProcedure.case_id.in_(case_ids))
    for one in session.scalars(procedures.order_by(SpecialProcedure.id)):
        last = one.ended_on or max(one.planned_until, today)
        pauses.setdefault(one.case_id, []).append(Pause(one.begun_on, last))
    approved = select(LimitExtension).where(
        LimitExtension.case_id.in_(case_ids), LimitExtension.approved_at.is_not(None)
    )
    extensions = {
        one.case_id: BindingLimit(one.amount, one.unit, LimitSource.EXTENSION)
        for one in session.scalars(approved)
    }
    return {id_: ClockChanges(tuple(pauses.get(id_, ())), extensions.get(id_)) for id_ in case_ids}


def reckon_again(session: Session, cases: Sequence[Case], calendar: WorkingDays, *, today: date) -> None:
    """Set the due days of these cases again, from everything that moves them."""
    changes = clock_changes(session, [case.id for case in cases], today=today)
    for case in cases:
        clock = case_clock(case, calendar, changes[case.id])
        if clock is not None:
            set_due_days(case, clock)
