"""Extension of the decision limit, once: asked for by an officer, approved by the head.

行政许可法 art. 42.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guides.calendar import WorkingDays
from guides.errors import FieldProblem
from guides.terms import Period
from guides.terms_in_force import TERMS_ALONE
from services_hall.applications import papers
from services_hall.applications.action_faults import ActionFault, filled_reason, filled_text, readable_text
from services_hall.applications.cases import case_log
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.clocks.decision_clock import case_clock, clock_changes, reckon_again
from services_hall.applications.clocks.time_limits import LimitSource, extension_limit
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import (
    ActionDoneBefore,
    ActionInvalid,
    ExtensionNotAsked,
    ExtensionNotProvided,
    LimitPassed,
    SecondPersonNeeded,
)
from services_hall.applications.lifecycle import ACCEPTED, CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import ApplicationItem, Case, CaseEvent, LimitExtension
from services_hall.applications.paper_details import ExtensionDetails
from services_hall.applications.readers import is_in_charge
from services_hall.audit.record import record_action
from services_hall.casework.deadlines import BindingLimit
from services_hall.clock import local_day
from services_hall.identity import Actor

APPROVAL: Final = "approval"
"""The field of the government's approval."""


def ask_extension(
    session: Session,
    case: Case,
    *,
    amount: int | None,
    reason: str,
    officer_id: int,
    actor: Actor,
    now: datetime,
) -> LimitExtension:
    """Ask the head to extend the decision limit of the locked case by `amount`, in the unit of the guide.

    `actor` is the officer who asks, or the agency's system that reports the officer's request.
    Raises TransitionRefused, ExtensionNotProvided, ActionDoneBefore, LimitPassed, ActionInvalid.
    """
    longest = longest_extension(case)
    CASE_TRANSITIONS.next_state(case.state, CaseAction.EXTEND)
    if extension_of(session, case) is not None:
        raise ActionDoneBefore(CaseAction.EXTEND)
    _require_running_limit(case, local_day(now))
    extension = LimitExtension(
        case_id=case.id,
        amount=_amount_within(longest, amount),
        unit=longest.unit,
        reason=filled_reason("extension_reason", reason),
        asked_by_id=officer_id,
        asked_at=now,
    )
    session.add(extension)
    session.flush()
    facts = {"item": case.item_code, "agency": case.agency_code}
    record_action(
        session, actor=actor.public_id, action="case.ask_extension", subject=case.number, details=facts
    )
    return extension


def approve_extension(
    session: Session,
    case: Case,
    *,
    head_id: int,
    actor: Actor,
    calendar: WorkingDays,
    now: datetime,
    approval: str = "",
) -> None:
    """Extend the limit of the locked case: both due days move, and the applicant is told why.

    `actor` is the head, or the agency's system that reports the answer. Where the government organised the
    handling, its head approves (行政许可法 arts. 26, 42): `approval` says who did so and under which number.
    Raises ExtensionNotAsked, SecondPersonNeeded, LimitPassed, ActionInvalid without that approval,
    TransitionRefused.
    """
    extension = _open_extension(session, case)
    is_joint = case.application_item.edition.terms.limits.joint
    extension.approval = filled_text(APPROVAL, approval) if is_joint else None
    if extension.asked_by_id == head_id:
        raise SecondPersonNeeded
    today = local_day(now)
    _require_running_limit(case, today)
    before = {"decision_due_on": _text(case.decision_due_on), "legal_due_on": _text(case.legal_due_on)}
    extension.approved_by_id = head_id
    extension.approved_at = now
    session.flush()
    reckon_again(session, [case], calendar, today=today)
    case_log.change_state(
        session,
        case,
        CaseAction.EXTEND,
        actor_id=actor.account_id,
        on_behalf_of_id=_principal(head_id, actor),
        now=now,
        reason=extension.reason,
        details={"before": before},
    )
    _write_notice(session, case, extension, now=now)


def decline_extension(
    session: Session, case: Case, *, head_id: int, actor: Actor, reason: str, now: datetime
) -> None:
    """Decline what the officer asked for: the limit stays; the officer reads the answer in the case's log.

    `actor` is the head, or the agency's system that reports the answer. Raises ExtensionNotAsked,
    TransitionRefused.
    """
    extension = _open_extension(session, case)
    fact = fact_details(EventFact.EXTENSION_ASKED, amount=extension.amount, unit=extension.unit)
    session.delete(extension)
    case_log.change_state(
        session,
        case,
        CaseAction.DECLINE_EXTENSION,
        actor_id=actor.account_id,
        on_behalf_of_id=_principal(head_id, actor),
        now=now,
        reason=readable_text("reason", reason) or None,
        details=fact,
    )


def last_refusal(case: Case) -> CaseEvent | None:
    """The last answer by which the head declined an extension of this case."""
    declined = [event for event in case.events if event.action is CaseAction.DECLINE_EXTENSION]
    return declined[-1] if declined else None


def longest_extension(case: Case) -> Period:
    """The longest extension of this case; raises ExtensionNotProvided if neither guide nor law has one."""
    limit = extension_limit(case.application_item.edition.terms)
    if limit is None or case.is_by_commitment:
        raise ExtensionNotProvided
    return limit


def extension_of(session: Session, case: Case) -> LimitExtension | None:
    """The extension of the case, asked for or approved."""
    return session.scalars(select(LimitExtension).where(LimitExtension.case_id == case.id)).one_or_none()


def open_extensions(
    session: Session, head: Actor, *, after: int | None, limit: int
) -> Sequence[tuple[LimitExtension, Case]]:
    """The extensions that this head is asked for, oldest first, with their cases. One query."""
    item = joinedload(Case.application_item)
    rows = (
        select(LimitExtension, Case)
        .join(Case, Case.id == LimitExtension.case_id)
        .options(joinedload(Case.application), item.joinedload(ApplicationItem.edition).options(*TERMS_ALONE))
        .where(
            is_in_charge(head), LimitExtension.approved_at.is_(None), Case.state.in_(tuple(sorted(ACCEPTED)))
        )
        .order_by(LimitExtension.id)
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(LimitExtension.id > after)
    return [(extension, case) for extension, case in session.execute(rows).tuples()]


def days_if_approved(
    session: Session,
    asked: Sequence[tuple[LimitExtension, Case]],
    calendar: WorkingDays,
    *,
    today: date,
) -> Mapping[int, date | None]:
    """The day by which each case would have to be decided after the approval, by case id; two queries."""
    changes = clock_changes(session, [case.id for _extension, case in asked], today=today)
    days: dict[int, date | None] = {}
    for extension, case in asked:
        longer = BindingLimit(extension.amount, extension.unit, LimitSource.EXTENSION)
        clock = case_clock(case, calendar, replace(changes[case.id], extension=longer))
        days[case.id] = clock.promised.due_on if clock is not None else None
    return days


def _write_notice(session: Session, case: Case, extension: LimitExtension, *, now: datetime) -> None:
    if case.decision_due_on is None:
        raise ValueError("a case whose limit was extended has a due day")
    details = ExtensionDetails(
        extension.amount,
        extension.unit,
        extension.reason,
        due_on=case.decision_due_on,
        approval=extension.approval,
    )
    papers.write_case_paper(session, case, PaperCode.EXTENSION, now=now, details=details)


def _open_extension(session: Session, case: Case) -> LimitExtension:
    extension = extension_of(session, case)
    if extension is None or extension.approved_at is not None:
        raise ExtensionNotAsked
    return extension


def _principal(head_id: int, actor: Actor) -> int | None:
    """The head for whom somebody else acts."""
    return None if head_id == actor.account_id else head_id


def _require_running_limit(case: Case, today: date) -> None:
    last = case.legal_due_on or case.decision_due_on
    if last is not None and last < today:
        raise LimitPassed


def _amount_within(longest: Period, amount: int | None) -> int:
    if amount is None or not 1 <= amount <= longest.days:
        problem = FieldProblem(ActionFault.AMOUNT_OUT_OF_RANGE, {"longest": longest.days})
        raise ActionInvalid({"extension_amount": problem})
    return amount


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
