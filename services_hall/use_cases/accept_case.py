"""Acceptance of a case by an officer or an agency's system."""

from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications.acceptance import express_acceptance
from services_hall.applications.acceptance.express_acceptance import ProofRecheck
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.use_cases.case_proofs import CaseRule, apply_with_proofs


def accept_case(actor: Actor, number: str) -> None:
    """Accepts a case of the actor's desk. Raises CaseNotFound, TransitionRefused, ProofLost."""
    apply_with_proofs(actor, number, acceptance_rule(actor))


def acceptance_rule(actor: Actor) -> CaseRule:
    """The acceptance of a case by this officer, now."""

    def rule(session: Session, case: Case, reproof: ProofRecheck) -> None:
        now = utc_now()
        calendar = load_calendar(session, since=min(case.filed_on, local_day(now)))
        express_acceptance.accept_case(
            session, case, officer=actor, reproof=reproof, calendar=calendar, now=now
        )

    return rule
