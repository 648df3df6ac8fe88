"""Tolerant acceptance (容缺受理): accepted while minor materials follow by a promised day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from guides.calendar import WorkingDays, due_day
from guides.enumerations import LimitStart
from guides.terms import Deferral
from guides.vocabulary import period_text
from services_hall.applications import papers
from services_hall.applications.acceptance import bars, express_acceptance
from services_hall.applications.acceptance.express_acceptance import ProofRecheck
from services_hall.applications.action_faults import day_between, filled_reason
from services_hall.applications.answers import MATERIAL
from services_hall.applications.cases import case_log
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.clocks.decision_clock import decision_clock, last_received_at
from services_hall.applications.clocks.notice_days import counts_as_accepted
from services_hall.applications.clocks.renewal_times import is_timely_renewal
from services_hall.applications.enumerations import MetBy, PaperCode
from services_hall.applications.errors import (
    ActionDoneBefore,
    NoSupplyDayLeft,
    ToleranceBarred,
    ToleranceNotOffered,
    ToleranceNotPromised,
)
from services_hall.applications.filing.promises import (
    PromiseAuthentication,
    PromiseText,
    promise_details,
    tolerance_promise,
)
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction, CaseState
from services_hall.applications.models import (
    Application,
    Case,
    CaseDemand,
    DemandKind,
    Promise,
    PromiseKind,
    Requirement,
)
from services_hall.applications.supplements.demands import (
    DemandInput,
    create_demands,
)
from services_hall.clock import local_day
from services_hall.identity import Actor

SUPPLY_UNTIL: Final = "supply_until"
POSTPONED_UNTIL: Final = "postponed_until"
EXCUSE: Final = "excuse"
"""The fields of a tolerant acceptance, and of an excuse that is heard."""
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class DeferredMaterial:
    """A missing or flawed material that the guide lets follow, and within what time after the acceptance."""

    requirement: Requirement
    deferral: Deferral

    @property
    def name(self) -> str:
        """Its name, with what is wrong with it where it was given."""
        flaw = self.requirement.flaw
        return self.requirement.name if flaw is None else f"{self.requirement.name}（{flaw}）"

    @property
    def period(self) -> str:
        """The time within which it may follow, in the words of papers."""
        return period_text(self.deferral.days, self.deferral.unit)


def deferred_materials(case: Case) -> Sequence[DeferredMaterial]:
    """The missing and flawed materials of a case, if tolerance can be offered for it; otherwise nothing.

    Only while the case is received, not on commitment, and only if every one of them is deferrable.
    """
    if CaseAction.ACCEPT_TOLERANTLY not in case_log.possible_actions(case):
        return ()
    if case.is_by_commitment:
        return ()
    deferrals = {one.key: one.deferrable for one in case.application_item.edition.terms.materials}
    deferred = []
    for requirement in case.application_item.requirements:
        if requirement.met_by is not MetBy.MISSING and requirement.flaw is None:
            continue
        deferral = deferrals.get(requirement.material_key)
        if deferral is None:
            return ()
        deferred.append(DeferredMaterial(requirement, deferral))
    return deferred


def promise_words(case: Case) -> PromiseText:
    """What the applicant of a case is told and promises when choosing tolerance."""
    return tolerance_promise(case.item_name, [(one.name, one.period) for one in deferred_materials(case)])


def sign_promise(
    session: Session, case: Case, *, proof: PromiseAuthentication, actor: Actor, now: datetime
) -> Promise:
    """Record the applicant's free choice of tolerance for the locked case, with its paper.

    Signed again, the earlier promise is returned. Raises ToleranceNotOffered, ToleranceBarred.
    """
    if (earlier := signed_promise(session, case)) is not None:
        return earlier
    if not deferred_materials(case):
        raise ToleranceNotOffered
    require_not_barred(session, case.application.holder_index)
    promise = Promise(
        case_id=case.id,
        kind=PromiseKind.TOLERANCE,
        signed_at=now,
        signed_by_id=actor.account_id,
    )
    session.add(promise)
    session.flush()
    details = promise_details(promise_words(case), proof)
    papers.write_case_paper(session, case, PaperCode.COMMITMENT, now=now, details=details)
    return promise


def signed_promise(session: Session, case: Case) -> Promise | None:
    """The promise of tolerance of this case, if it was signed."""
    rows = select(Promise).where(Promise.case_id == case.id, Promise.kind == PromiseKind.TOLERANCE)
    return session.scalars(rows.limit(1)).one_or_none()


def cases_with_promise(session: Session, case_ids: Collection[int]) -> frozenset[int]:
    """Those of these cases for which tolerance was chosen. One query."""
    rows = select(Promise.case_id).where(Promise.case_id.in_(case_ids), Promise.kind == PromiseKind.TOLERANCE)
    return frozenset(session.scalars(rows))


def last_supply_day(case: Case, calendar: WorkingDays, *, now: datetime) -> date | None:
    """The last day that an acceptance now may set: within each deferral, the decision limit, and the last day
    of the certificate that is renewed.

    None when tolerance is not offered.
    """
    deferred = deferred_materials(case)
    if not deferred:
        return None
    today = local_day(now)
    days = [due_day(today, one.deferral.days, one.deferral.unit, calendar).day for one in deferred]
    limits = case.application_item.edition.terms.limits
    is_from_receipt = limits.starts_with is LimitStart.RECEIPT or counts_as_accepted(case, today=today)
    starts = last_received_at(case) if is_from_receipt else None
    clock = decision_clock(
        limits, by_commitment=False, starts_on=local_day(starts) if starts else today, calendar=calendar
    )
    return min(*days, clock.promised.due_on, *_last_days(case))


def _last_days(case: Case) -> list[date]:
    """The last day of the licence that the case renews, if it was applied for in time.

    行政许可法 art. 50: a renewal is decided before the expiry. By then everything promised is there, and
    silence renews, or the case ends: nothing is issued before, and a promise does not stretch its time.
    """
    last = case.application.source_valid_to
    return [last] if is_timely_renewal(case) and last is not None else []


def accept_tolerantly(
    session: Session,
    case: Case,
    *,
    supply_until: date | None,
    officer: Actor,
    reproof: ProofRecheck,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Accept the locked case although deferrable materials are missing or flawed: the decision limit runs.

    The notice names what follows by which day. Raises TransitionRefused, ToleranceNotOffered,
    ToleranceNotPromised, ToleranceBarred, ProofLost, and ActionInvalid for a day that is not possible.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.ACCEPT_TOLERANTLY)
    deferred, last = deferred_materials(case), last_supply_day(case, calendar, now=now)
    if last is None:
        raise ToleranceNotOffered
    if signed_promise(session, case) is None:
        raise ToleranceNotPromised
    require_not_barred(session, case.application.holder_index)
    bars.require_acceptable(session, case, today=local_day(now))
    express_acceptance.require_source(reproof)
    express_acceptance.refuse_lost_proofs(case, reproof)
    until = day_between(SUPPLY_UNTIL, supply_until, earliest=local_day(now) + ONE_DAY, last=last)
    session.add_all(create_demands(case, DemandKind.TOLERANCE, _demand_inputs(deferred)))
    express_acceptance.start_decision_limit(
        session, case, CaseAction.ACCEPT_TOLERANTLY, officer=officer, calendar=calendar, now=now
    )
    case.tolerance_due_on = until
    details = {
        "supply_until": until.isoformat(),
        "materials": [[one.name, one.period] for one in deferred],
    }
    papers.write_acceptance_papers(
        session, case, now=now, notice=PaperCode.TOLERANT_ACCEPTANCE, details=details
    )


def _demand_inputs(deferred: Sequence[DeferredMaterial]) -> list[DemandInput]:
    return [
        DemandInput(MATERIAL + one.requirement.material_key, "暂缺，容缺受理", "补交这份材料")
        if one.requirement.flaw is None
        else DemandInput(MATERIAL + one.requirement.material_key, one.requirement.flaw, "改正后重新提交")
        for one in deferred
    ]


def postpone_supply(
    session: Session, case: Case, *, supply_until: date | None, excuse: str, officer: Actor, now: datetime
) -> None:
    """Set a new day once, because force majeure was heard; not after the decision limit, nor after the last
    day of the certificate that the case renews.

    Raises TransitionRefused, ActionDoneBefore, NoSupplyDayLeft, ActionInvalid.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.POSTPONE_SUPPLY)
    if any(event.action is CaseAction.POSTPONE_SUPPLY for event in case.events):
        raise ActionDoneBefore(CaseAction.POSTPONE_SUPPLY)
    excuse = filled_reason(EXCUSE, excuse)
    earliest, last = require_later_day(case, today=local_day(now))
    case.tolerance_due_on = day_between(POSTPONED_UNTIL, supply_until, earliest=earliest, last=last)
    case.supply_plea_at = None
    case_log.change_state(
        session,
        case,
        CaseAction.POSTPONE_SUPPLY,
        actor_id=officer.account_id,
        now=now,
        reason=excuse,
        details=fact_details(EventFact.SUPPLY_POSTPONED, day=case.tolerance_due_on.isoformat()),
    )


def require_later_day(case: Case, *, today: date) -> tuple[date, date | None]:
    """The first and the last day to which the supply can be postponed; raises NoSupplyDayLeft without any."""
    earliest = max(today, case.tolerance_due_on or today) + ONE_DAY
    last = min(filter(None, [case.decision_due_on, *_last_days(case)]), default=None)
    if last is not None and last < earliest:
        raise NoSupplyDayLeft
    return earliest, last


def require_not_barred(session: Session, holder_index: bytes) -> None:
    """Raise ToleranceBarred while a promise that this applicant broke has not been put right.

    It is put right by a later application for the same item that was accepted with all its materials.
    """
    broken, later = aliased(Case), aliased(Case)
    broken_application, later_application = aliased(Application), aliased(Application)
    mended = (
        exists()
        .where(later.application_id == later_application.id, later_application.holder_index == holder_index)
        .where(later.item_code == broken.item_code, later.id > broken.id)
        .where(later.accepted_at.is_not(None), later.state != CaseState.ACCEPTED_TOLERANTLY)
        .where(~_broke_promise(later))
    )
    rows = (
        select(broken.id)
        .join(broken_application, broken_application.id == broken.application_id)
        .where(broken_application.holder_index == holder_index, _broke_promise(broken), ~mended)
    )
    if session.scalar(rows.limit(1)) is not None:
        raise ToleranceBarred


def _broke_promise(case: type[Case]) -> ColumnElement[bool]:
    """The condition for a case that was terminated because promised materials did not come.

    A case that an officer terminated ended for another reason.
    """
    unmet = (CaseDemand.kind == DemandKind.TOLERANCE, CaseDemand.met_at.is_(None))
    owed = exists().where(CaseDemand.case_id == case.id, *unmet)
    is_late = (case.tolerance_due_on.is_not(None), case.decided_by_id.is_(None))
    return and_(case.state == CaseState.TERMINATED, *is_late, owed)
