"""Decisions on cases: grant or denial, with their consequences."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from guides.calendar import WorkingDays, due_day
from guides.enumerations import HandlingKind, LimitEnd, StepKind
from guides.models import GuideEdition
from guides.terms import Commitment
from services_hall.applications import papers
from services_hall.applications.acceptance.bars import (
    bar_bases,
    require_grantable,
    require_licence,
    warning_details,
)
from services_hall.applications.acceptance.express_acceptance import (
    ProofRecheck,
    refuse_lost_proofs,
    require_source,
)
from services_hall.applications.acceptance.order import justify_order
from services_hall.applications.action_faults import readable_text
from services_hall.applications.cases import case_log, dispatch
from services_hall.applications.clock_changes.delays import explain_delay, is_explanation_due
from services_hall.applications.clock_changes.special_procedures import require_no_procedure
from services_hall.applications.clocks.renewal_times import require_open_renewal
from services_hall.applications.clocks.time_limits import issuing_limit
from services_hall.applications.decisions.law_changes import newer_law, require_law_recorded
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.examination.steps import account_for_steps
from services_hall.applications.grounds.decision_grounds import (
    DecisionGrounds,
    chosen_basis,
    denial_reason,
    grant_basis,
)
from services_hall.applications.hearings.notices import require_hearing_over
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case
from services_hall.applications.owed_materials import require_all_given
from services_hall.applications.prefill.certificate_subjects import name_subject
from services_hall.casework.steps import begin_step, finish_steps
from services_hall.casework.transitions import TransitionRefused
from services_hall.clock import local_day
from services_hall.identity import Actor
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName

LATE_REASON: Final = "late_reason"
"""The field of the reason of a missed promise."""


class Decision(StrEnum):
    """The decision of an agency."""

    GRANT = "grant"
    DENY = "deny"


def decide_case(
    session: Session,
    case: Case,
    *,
    outcome: Decision,
    officer: Actor,
    reason: str,
    grounds: DecisionGrounds,
    reproof: ProofRecheck,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Decide the locked case and add the jobs for its certificate and papers.

    行政许可法 arts. 34, 38, 44, 57; 优化营商环境条例 art. 36 for the reason of a missed promise.
    Raises TransitionRefused for a decided case, ReasonMissing for a denial without a reason, ActionInvalid
    for one without an article of the guide, for a late decision without the reason of the delay, for a
    registration without its credit code, for a permit on a licence that nobody has read, for a grant out of
    the order of acceptance, for one while materials are missing, and for steps that nobody accounts for,
    ProofLost when a grant relies on a certificate that is no longer valid, SourceLost, RenewalDayPassed,
    LawNotRecorded, ProcedureRuns, ApplicantBarred for a grant after an acceptance by silence.
    """
    require_decidable(session, case, newer_law(session, case), now=now)
    if is_explanation_due(case, today=local_day(now)):
        explain_delay(session, case, reason=grounds.late_reason, officer=officer, now=now, field=LATE_REASON)
    if outcome is Decision.DENY:
        require_open_renewal(case, today=local_day(now))
        _deny(session, case, officer=officer, reason=reason, grounds=grounds, now=now)
    else:
        _rest_grant(session, case, grounds=grounds, reproof=reproof, officer=officer, now=now)
        _grant(
            session, case, officer=officer, reason=readable_text("reason", reason), calendar=calendar, now=now
        )
    case.decided_at = now
    case.decided_by_id = officer.account_id
    finish_steps(case.steps, StepKind.DECISION, officer_id=officer.account_id, now=now)
    if outcome is Decision.GRANT:
        papers.write_case_paper(session, case, PaperCode.GRANT, now=now)
        return
    details = warning_details(case, now=now) if grounds.is_false_papers else None
    papers.write_case_paper(session, case, PaperCode.DENIAL, now=now, details=details)


def require_decidable(session: Session, case: Case, newer: GuideEdition | None, *, now: datetime) -> None:
    """Raise what stands against any decision on the case now, whatever the officer writes.

    `newer` is the edition whose law is newer than that of the application. ProcedureRuns,
    StatementTimeRunning, NoticeUndelivered, HearingPending, LawNotRecorded.
    """
    require_no_procedure(case)
    require_hearing_over(session, case, now=now)
    require_law_recorded(case, newer)


def require_possible(
    session: Session, case: Case, outcome: Decision, newer: GuideEdition | None, *, now: datetime
) -> None:
    """Raise what stands against this decision now.

    Besides the above: RenewalDayPassed for a denial, ApplicantBarred and missing materials for a grant.
    """
    require_decidable(session, case, newer, now=now)
    if outcome is Decision.DENY:
        require_open_renewal(case, today=local_day(now))
        return
    require_grantable(session, case, today=local_day(now))
    require_all_given(case)


def require_commitment(case: Case) -> None:
    """Raise TransitionRefused for a case that is not handled on notice and commitment."""
    if not case.is_by_commitment:
        raise TransitionRefused(case.state, CaseAction.GRANT_ON_COMMITMENT)


def _deny(
    session: Session, case: Case, *, officer: Actor, reason: str, grounds: DecisionGrounds, now: datetime
) -> None:
    case_log.require_action_of_type(case, CaseAction.DENY)
    if grounds.is_false_papers:
        require_licence(case.application_item.edition.terms)
    CASE_TRANSITIONS.next_state(case.state, CaseAction.DENY)
    terms = case.application_item.edition.terms
    case.reason = denial_reason(terms, grounds.unmet_conditions, reason)
    bars = bar_bases(session, case, today=local_day(now))
    case.basis_key = chosen_basis(terms, grounds.basis_key, bars)
    _account_for_steps(session, case, grounds, officer=officer, now=now)
    case_log.change_state(
        session, case, CaseAction.DENY, actor_id=officer.account_id, now=now, reason=case.reason
    )
    dispatch.terminate_waiting(session, case, now=now)


def _rest_grant(
    session: Session,
    case: Case,
    *,
    grounds: DecisionGrounds,
    reproof: ProofRecheck,
    officer: Actor,
    now: datetime,
) -> None:
    """Rest a grant on the right to apply, proofs, article, subject, earlier steps and order of acceptance."""
    require_grantable(session, case, today=local_day(now))
    refuse_lost_proofs(case, reproof)
    require_source(reproof)
    case.basis_key = grant_basis(case.application_item.edition.terms, grounds.basis_key)
    name_subject(
        session,
        case,
        grounds.assigned_code,
        reading=reproof.licence,
        is_licence_checked=grounds.is_licence_checked,
    )
    CASE_TRANSITIONS.next_state(case.state, _granting_action(case))
    _account_for_steps(session, case, grounds, officer=officer, now=now)
    justify_order(session, case, reason=grounds.order_reason, officer=officer, now=now)


def _granting_action(case: Case) -> CaseAction:
    return CaseAction.GRANT_ON_COMMITMENT if case.is_by_commitment else CaseAction.GRANT


def _account_for_steps(
    session: Session, case: Case, grounds: DecisionGrounds, *, officer: Actor, now: datetime
) -> None:
    account_for_steps(
        session,
        case,
        is_review_confirmed=grounds.is_review_confirmed,
        site_check_reason=grounds.site_check_reason,
        officer=officer,
        now=now,
    )


def _grant(
    session: Session, case: Case, *, officer: Actor, reason: str, calendar: WorkingDays, now: datetime
) -> None:
    action = _granting_action(case)
    case_log.change_state(session, case, action, actor_id=officer.account_id, now=now, reason=reason or None)
    require_all_given(case)
    case.reason = reason or None
    terms = case.application_item.edition.terms
    if case.is_by_commitment:
        _begin_after_check(case, terms.commitment, calendar, now=now)
    case.issue_due_on = issue_due_on(case, calendar, now=now)
    enqueue_result(session, case, calendar=calendar, now=now)


def enqueue_result(session: Session, case: Case, *, calendar: WorkingDays, now: datetime) -> None:
    """Enqueue the job for the certificate that the granted case issues or cancels; else go on at once."""
    terms = case.application_item.edition.terms
    if terms.result.certificate_type:
        outbox.enqueue(
            session, JobName.ISSUE_CERTIFICATE, {"case_id": case.id}, unique_key=f"issue:{case.id}"
        )
        return
    if terms.starts_from is not None and terms.starts_from.action is HandlingKind.CANCELLATION:
        outbox.enqueue(session, JobName.CANCEL_SOURCE, {"case_id": case.id}, unique_key=f"cancel:{case.id}")
    dispatch.release(session, case, calendar=calendar, now=now)


def issue_due_on(case: Case, calendar: WorkingDays, *, now: datetime) -> date:
    """The day by which the result of a case that is granted now must be issued and handed over.

    行政许可法 art. 44: 10 working days after the decision, or as the guide defines; where the limit of the
    decision ends with the handing over, its due day.
    """
    terms = case.application_item.edition.terms
    if terms.limits.ends_with is LimitEnd.HANDING_OVER and case.decision_due_on is not None:
        return case.decision_due_on
    limit = issuing_limit(terms)
    return due_day(local_day(now), limit.days, limit.unit, calendar).day


def _begin_after_check(
    case: Case, commitment: Commitment | None, calendar: WorkingDays, *, now: datetime
) -> None:
    step = begin_step(case.steps, StepKind.AFTER_CHECK, now=now)
    check = commitment.after_check if commitment is not None else None
    if step is not None and check is not None:
        step.due_on = due_day(local_day(now), check.days, check.unit, calendar).day
