"""Acceptance and grant of a case on notice and commitment, in one step."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services_hall.applications.acceptance.express_acceptance import ProofRecheck
from services_hall.applications.decisions import outcomes
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.models import Case
from services_hall.identity import Actor
from services_hall.use_cases.accept_case import acceptance_rule
from services_hall.use_cases.case_proofs import CaseRule, apply_with_proofs
from services_hall.use_cases.decide_case import decision_rule


def grant_on_commitment(actor: Actor, number: str) -> None:
    """Accepts and grants the case in one transaction. Raises CaseNotFound, TransitionRefused, ProofLost."""
    apply_with_proofs(actor, number, *commitment_rules(actor))


def commitment_rules(actor: Actor) -> Sequence[CaseRule]:
    """The rules of that step, in order."""
    return (_require_commitment, acceptance_rule(actor), decision_rule(actor, Decision.GRANT, ""))


def _require_commitment(_session: Session, case: Case, _reproof: ProofRecheck) -> None:
    outcomes.require_commitment(case)
