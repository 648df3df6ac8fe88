"""Rows of the cases that a filing opens: the cases, their first events, steps and waits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from guides.enumerations import StepKind
from guides.terms import Step
from services_hall.applications.cases.case_log import CASE_LOG
from services_hall.applications.cases.dispatch import CasePlan
from services_hall.applications.cases.record_filings import RECORDED_STEPS
from services_hall.applications.filing.record_rows import (
    record_events,
)
from services_hall.applications.filing.requests import Applicant, Submission
from services_hall.applications.filing.results import WrittenCase
from services_hall.applications.filing.rows import (
    CASES,
    CaseRow,
    WaitRow,
)
from services_hall.applications.lifecycle import OUTCOMES, CaseAction, CaseState
from services_hall.casework.event_log import EventRow
from services_hall.casework.steps import StepRow
from services_hall.clock import local_day
from services_hall.identity.random_tokens import new_public_id


def insert_cases(
    connection: Connection,
    plans: Sequence[CasePlan],
    item_ids: Mapping[str, int],
    application_id: int,
    division_code: str,
    now: datetime,
) -> list[WrittenCase]:
    rows = [
        CaseRow(
            public_id=new_public_id(),
            application_id=application_id,
            application_item_id=item_ids[plan.item_code],
            position=position,
            filed_on=local_day(now),
            item_code=plan.item_code,
            item_name=plan.name,
            agency_code=plan.agency_code,
            division_code=division_code,
            implementation_id=plan.implementation_id,
            state=_first_state(plan),
            outcome=OUTCOMES.get(_first_state(plan)),
            decided_at=now if plan.is_recorded else None,
            is_by_commitment=plan.by_commitment,
            received_at=None if plan.waits_for else now,
            acceptance_due_on=plan.acceptance_due_on if _is_answered(plan) else None,
            is_acceptance_provisional=_is_answered(plan) and plan.is_acceptance_provisional,
            decision_due_on=None if plan.waits_for else plan.decision_due_on,
        )
        for position, plan in enumerate(plans, start=1)
    ]
    ids = dict(iter(CASES.write_rows(connection, rows)))
    return [
        WrittenCase(ids[row.position], row, plan.agency_name) for row, plan in zip(rows, plans, strict=True)
    ]


def _first_action(plan: CasePlan) -> CaseAction:
    return CaseAction.FILE if plan.waits_for else CaseAction.RECEIVE


def _first_state(plan: CasePlan) -> CaseState:
    return CaseState.RECORDED if plan.is_recorded else CASE_LOG.first_state(_first_action(plan))


def _is_answered(plan: CasePlan) -> bool:
    """Whether the agency must answer whether it accepts the case that is opened."""
    return not plan.waits_for and not plan.is_recorded


def event_rows(
    plans: Sequence[CasePlan],
    case_ids: Mapping[str, int],
    submission: Submission,
    applicant: Applicant,
    now: datetime,
) -> list[EventRow]:
    filed_by_id = submission.request.filed_by_id
    on_behalf = applicant.account_id if applicant.account_id != filed_by_id else None
    first = [
        CASE_LOG.first_event(
            case_ids[plan.item_code],
            _first_action(plan),
            actor_id=filed_by_id,
            on_behalf_of_id=on_behalf,
            now=now,
        )
        for plan in plans
    ]
    return [*first, *record_events(plans, case_ids, now)]


def step_rows(plans: Sequence[CasePlan], case_ids: Mapping[str, int], now: datetime) -> list[StepRow]:
    """The steps of each case; the receipt step finishes immediately for cases that wait for nothing."""
    return [
        _step_row(
            case_ids[plan.item_code], position, step, now if step.kind in _finished_steps(plan) else None
        )
        for plan in plans
        for position, step in enumerate(plan.steps, start=1)
    ]


def _finished_steps(plan: CasePlan) -> Collection[StepKind]:
    if plan.is_recorded:
        return RECORDED_STEPS
    return () if plan.waits_for else (StepKind.RECEIPT,)


def _step_row(case_id: int, position: int, step: Step, done_at: datetime | None) -> StepRow:
    return StepRow(case_id, position, step.key, step.name, step.kind, done_at, done_at)


def wait_rows(plans: Sequence[CasePlan], case_ids: Mapping[str, int]) -> list[WaitRow]:
    return [WaitRow(case_ids[plan.item_code], case_ids[other]) for plan in plans for other in plan.waits_for]
