"""Decision of a case by an officer or an agency's system."""

from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications.acceptance.express_acceptance import ProofRecheck
from services_hall.applications.decisions import outcomes
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.grounds.decision_grounds import NO_GROUNDS, DecisionGrounds
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.use_cases.case_proofs import CaseRule, apply_with_proofs


def decide_case(
    actor: Actor, number: str, outcome: Decision, reason: str, *, grounds: DecisionGrounds = NO_GROUNDS
) -> None:
    """Decides a case at the desk.

    Raises CaseNotFound, TransitionRefused, ReasonMissing, ActionInvalid, ProofLost.
    """
    apply_with_proofs(actor, number, decision_rule(actor, outcome, reason, grounds=grounds))


def decision_rule(
    actor: Actor, outcome: Decision, reason: str, *, grounds: DecisionGrounds = NO_GROUNDS
) -> CaseRule:
    """The decision of a case by this officer, now."""

    def rule(session: Session, case: Case, reproof: ProofRecheck) -> None:
        now = utc_now()
        outcomes.decide_case(
            session,
            case,
            outcome=outcome,
            officer=actor,
            reason=reason,
            grounds=grounds,
            reproof=reproof,
            calendar=load_calendar(session, since=local_day(now)),
            now=now,
        )

    return rule
