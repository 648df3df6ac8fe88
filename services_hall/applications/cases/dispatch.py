"""Dispatch of cases to agencies, and dependencies between cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides import catalog
from guides.bundles import BundleSelection
from guides.calendar import WorkingDays, due_day
from guides.calendar.official_days import load_calendar, load_calendar_between
from guides.enumerations import StepKind
from guides.terms import GuideTerms, Step
from services_hall.applications import papers
from services_hall.applications.answers import Offer
from services_hall.applications.case_ends import reason_to_dependents
from services_hall.applications.cases import case_log, record_filings
from services_hall.applications.clocks.time_limits import (
    acceptance_due_day,
    binding_limit,
    online_decision,
    receipt_horizon,
    runs_from_receipt,
)
from services_hall.applications.enumerations import Channel, MetBy, PaperCode
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import RESULT_HOLDS, CaseAction, CaseState
from services_hall.applications.models import ApplicationItem, Case, CaseWait, Requirement
from services_hall.casework.steps import finish_steps
from services_hall.clock import local_day


@dataclass(frozen=True)
class CasePlan:
    """A case to open: its agency, the items it waits for, its due days."""

    item_code: str
    name: str
    agency_code: str
    agency_name: str
    implementation_id: int
    by_commitment: bool
    waits_for: tuple[str, ...]
    acceptance_due_on: date
    is_acceptance_provisional: bool
    decision_due_on: date | None
    """Known at receipt only where the limit of the decision runs from the receipt."""
    steps: tuple[Step, ...]
    is_recorded: bool = False
    """Whether it is a complete filing, which is recorded with the application."""


def plan_cases(
    session: Session,
    offer: Offer,
    selection: BundleSelection,
    *,
    division_code: str,
    channel: Channel,
    now: datetime,
) -> list[CasePlan]:
    """The cases to open in this 12-digit division, for an application through this channel.

    Raises NoImplementation when no agency handles an item, DivisionNotFound.
    """
    today = local_day(now)
    codes = [item.code for item in selection.items]
    last = max((receipt_horizon(today, offer.items[code].terms) for code in codes), default=today)
    calendar = load_calendar_between(session, today, last)
    handlers = catalog.handlers_for(session, codes, division_code)
    plans = []
    for item in selection.items:
        handler = handlers[item.code]
        terms = offer.items[item.code].terms
        acceptance = acceptance_due_day(today, terms.supplement, calendar)
        plans.append(
            CasePlan(
                item_code=item.code,
                name=terms.name,
                agency_code=handler.agency_code,
                agency_name=handler.agency_name,
                implementation_id=handler.implementation_id,
                by_commitment=item.by_commitment,
                waits_for=item.waits_for,
                acceptance_due_on=acceptance.day,
                is_acceptance_provisional=acceptance.provisional,
                decision_due_on=decision_due_from_receipt(
                    terms, today, calendar, by_commitment=item.by_commitment, channel=channel
                ),
                steps=item.content_selection.steps,
            )
        )
    return plans


def decision_due_from_receipt(
    terms: GuideTerms, received_on: date, calendar: WorkingDays, *, by_commitment: bool, channel: Channel
) -> date | None:
    """The day of the decision where its limit runs from the receipt.

    None where it runs from acceptance, and for a filing, which is not decided.
    """
    if HANDLING[terms.item_type].is_recorded or not runs_from_receipt(
        terms.limits, by_commitment=by_commitment
    ):
        return None
    limit = binding_limit(
        terms.limits, by_commitment=by_commitment, online_decision=online_decision(terms, channel)
    )
    return due_day(received_on, limit.amount, limit.unit, calendar).day


def release(session: Session, case: Case, *, calendar: WorkingDays, now: datetime) -> Sequence[Case]:
    """Receive the cases that only waited for this one; its certificate now meets their requirement."""
    received = []
    for waiting in _waiting_for(session, case):
        if case.certificate_identifier is not None:
            _meet_requirements(session, waiting, case, now=now)
        if all(_is_settled(wait.waits_for) for wait in waiting.waits):
            waiting.received_at = now
            set_receipt_days(waiting, calendar, received_on=local_day(now))
            case_log.change_state(session, waiting, CaseAction.RECEIVE, actor_id=None, now=now)
            finish_steps(waiting.steps, StepKind.RECEIPT, officer_id=None, now=now)
            received.append(waiting)
            record_received(session, waiting, now=now)
    return received


def record_received(session: Session, case: Case, *, now: datetime) -> None:
    """Record the locked case at once if it is a complete filing; what waited for its result goes on.

    优化营商环境条例 art. 39. A case of another kind, or one that misses a material, stays as it is.
    """
    if record_filings.record_filing(session, case, now=now) and not record_filings.issues_certificate(case):
        release_waiting(session, case, now=now)


def release_waiting(session: Session, case: Case, *, now: datetime) -> None:
    """Like `release`, with today's calendar."""
    release(session, case, calendar=load_calendar(session, since=local_day(now)), now=now)


def set_receipt_days(case: Case, calendar: WorkingDays, *, received_on: date) -> None:
    """Set the due days of a case that are known at its receipt."""
    terms = case.application_item.edition.terms
    acceptance = acceptance_due_day(received_on, terms.supplement, calendar)
    case.acceptance_due_on, case.is_acceptance_provisional = acceptance.day, acceptance.provisional
    case.decision_due_on = decision_due_from_receipt(
        terms,
        received_on,
        calendar,
        by_commitment=case.is_by_commitment,
        channel=case.application.channel,
    )


def terminate_waiting(session: Session, case: Case, *, now: datetime) -> None:
    """Terminate the cases that waited for the result of this ended case, and those that waited for them.

    Each gets its reason and its paper (终止办理告知书).
    """
    _terminate_waiting(session, case, reason=reason_to_dependents(case), now=now)


def _terminate_waiting(session: Session, case: Case, *, reason: str, now: datetime) -> None:
    for waiting in _waiting_for(session, case):
        case_log.change_state(session, waiting, CaseAction.TERMINATE, actor_id=None, now=now, reason=reason)
        waiting.reason, waiting.decided_at = reason, now
        papers.write_case_paper(session, waiting, PaperCode.TERMINATION, now=now, details={"reason": reason})
        _terminate_waiting(session, waiting, reason=reason, now=now)


def _waiting_for(session: Session, case: Case) -> Sequence[Case]:
    return session.scalars(
        select(Case)
        .join(CaseWait, CaseWait.case_id == Case.id)
        .where(CaseWait.waits_for_id == case.id, Case.state == CaseState.WAITING)
        .order_by(Case.id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    ).all()


def _is_settled(case: Case) -> bool:
    """Whether this case has its result: the certificate where its guide issues one."""
    if case.state not in RESULT_HOLDS:
        return False
    result = case.application_item.edition.terms.result
    return not result.certificate_type or case.certificate_identifier is not None


def _meet_requirements(session: Session, waiting: Case, source: Case, *, now: datetime) -> None:
    result = source.application_item.edition.terms.result
    requirements = session.scalars(
        select(Requirement)
        .join(ApplicationItem, ApplicationItem.id == Requirement.application_item_id)
        .where(
            ApplicationItem.id == waiting.application_item_id,
            Requirement.met_by == MetBy.THIS_APPLICATION,
            Requirement.certificate_type == result.certificate_type,
        )
    )
    for requirement in requirements:
        requirement.certificate_identifier = source.certificate_identifier
        requirement.proved_at = now
