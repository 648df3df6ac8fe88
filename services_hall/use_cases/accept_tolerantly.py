"""Tolerant acceptance of a case by an officer or an agency's system."""

from datetime import date

from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications.acceptance.express_acceptance import ProofRecheck
from services_hall.applications.models import Case
from services_hall.applications.tolerance import tolerant_acceptance
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.use_cases.case_proofs import apply_with_proofs


def accept_tolerantly(actor: Actor, number: str, supply_until: date | None) -> None:
    """Accepts a case of the actor's desk although deferrable materials follow later.

    Raises CaseNotFound, TransitionRefused, ToleranceNotOffered, ToleranceNotPromised, ToleranceBarred,
    ProofLost, ActionInvalid.
    """

    def rule(session: Session, case: Case, reproof: ProofRecheck) -> None:
        now = utc_now()
        tolerant_acceptance.accept_tolerantly(
            session,
            case,
            supply_until=supply_until,
            officer=actor,
            reproof=reproof,
            calendar=load_calendar(session, since=min(case.filed_on, local_day(now))),
            now=now,
        )

    apply_with_proofs(actor, number, rule)
