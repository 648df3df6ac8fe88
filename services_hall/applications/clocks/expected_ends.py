"""The day by which every case of an application is expected to be decided (pure)."""

from collections.abc import Sequence
from datetime import date

from guides.calendar import WorkingDays, due_day
from services_hall.applications.clocks.time_limits import (
    acceptance_limit,
    binding_limit,
    online_decision,
    runs_from_receipt,
)
from services_hall.applications.models import Case
from services_hall.clock import local_day


def expected_end(cases: Sequence[Case], calendar: WorkingDays) -> date | None:
    """The last day on which a case is due, if every agency uses its whole time.

    A waiting case starts when the last of those that it waits for is due; a supplement comes on its last day.
    None when all are decided, or while a special procedure (行政许可法 art. 45) leaves a day open.
    """
    undecided = [case for case in cases if case.outcome is None]
    if not undecided or any(case.paused_on is not None for case in undecided):
        return None
    return max(_end(case, calendar) for case in undecided)


def _end(case: Case, calendar: WorkingDays) -> date:
    if case.decided_at is not None:
        return local_day(case.decided_at)
    if case.decision_due_on is not None:
        return case.decision_due_on
    terms = case.application_item.edition.terms
    received_on = _received_on(case, calendar)
    amount, unit = acceptance_limit(terms.supplement)
    accepted_on = case.acceptance_due_on or due_day(received_on, amount, unit, calendar).day
    is_from_receipt = runs_from_receipt(terms.limits, by_commitment=case.is_by_commitment)
    limit = binding_limit(
        terms.limits,
        by_commitment=case.is_by_commitment,
        online_decision=online_decision(terms, case.application.channel),
    )
    decided_on = due_day(
        received_on if is_from_receipt else accepted_on, limit.amount, limit.unit, calendar
    ).day
    return max(accepted_on, decided_on)


def _received_on(case: Case, calendar: WorkingDays) -> date:
    """The day on which the case is received, or completed, at the latest."""
    if case.waits and case.received_at is None:
        return max(_end(wait.waits_for, calendar) for wait in case.waits)
    if case.supplement_due_on is not None and case.acceptance_due_on is None:
        return case.supplement_due_on
    return case.filed_on if case.received_at is None else local_day(case.received_at)
