"""What an officer or an agency's system does with a case: proofs first, then one transaction."""

import logging
from collections.abc import Callable

from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications import acceptance, decisions, proofs, queries
from services_hall.applications.acceptance import ProofRecheck
from services_hall.applications.decisions import Outcome
from services_hall.applications.errors import ProofLost
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Actor
from services_hall.web.filing import AWAY, of_store

Rule = Callable[[Session, Case, ProofRecheck], None]
logger = logging.getLogger(__name__)


def accept(actor: Actor, number: str) -> None:
    """Accepts a case of the actor's desk. Raises CaseNotFound, TransitionRefused, ProofLost."""

    _with_proofs(actor, number, _acceptance(actor))


def decide(actor: Actor, number: str, outcome: Outcome, reason: str) -> None:
    """Decides a case at the desk. Raises CaseNotFound, TransitionRefused, ReasonMissing, ProofLost."""
    _with_proofs(actor, number, _decision(actor, outcome, reason))


def accept_and_grant(actor: Actor, number: str) -> None:
    """Accepts a case on notice and commitment and grants it in one transaction: both, or neither.

    Raises CaseNotFound, TransitionRefused, ProofLost.
    """
    _with_proofs(actor, number, _on_commitment, _acceptance(actor), _decision(actor, Outcome.GRANT, ""))


def refuse(actor: Actor, number: str, reason: str) -> None:
    """Does not accept a case of the actor's desk. Raises CaseNotFound, TransitionRefused, ReasonMissing."""
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        acceptance.refuse_case(session, case, officer=actor, reason=reason, now=utc_now())


def check_kept(actor: Actor, number: str, *, is_kept: bool, reason: str) -> None:
    """Ends the check after a commitment. Raises CaseNotFound, TransitionRefused, ReasonMissing."""
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        decisions.finish_commitment_check(
            session, case, is_kept=is_kept, officer=actor, reason=reason, now=utc_now()
        )


def _on_commitment(_session: Session, case: Case, _reproof: ProofRecheck) -> None:
    decisions.require_commitment(case)


def _acceptance(actor: Actor) -> Rule:
    def rule(session: Session, case: Case, reproof: ProofRecheck) -> None:
        now = utc_now()
        calendar = load_calendar(session, since=local_day(now))
        acceptance.accept_case(session, case, officer=actor, reproof=reproof, calendar=calendar, now=now)

    return rule


def _decision(actor: Actor, outcome: Outcome, reason: str) -> Rule:
    def rule(session: Session, case: Case, reproof: ProofRecheck) -> None:
        now = utc_now()
        decisions.decide_case(
            session,
            case,
            outcome=outcome,
            officer=actor,
            reason=reason,
            reproof=reproof,
            calendar=load_calendar(session, since=local_day(now)),
            now=now,
        )

    return rule


def _with_proofs(actor: Actor, number: str, *rules: Rule) -> None:
    """Carries the rules out on the locked case, all in one transaction, with its proofs asked for again."""
    reproof = prove_again(actor, number)
    try:
        with transaction() as session:
            case = queries.lock_case(session, actor, number)
            for rule in rules:
                rule(session, case, reproof)
    except ProofLost:
        with transaction() as session:
            acceptance.mark_lost_proofs(session, reproof.lost, now=reproof.checked_at)
        raise


def prove_again(actor: Actor, number: str) -> ProofRecheck:
    """Asks the store again about every certificate that spares this case a material; raises CaseNotFound."""
    now = utc_now()
    case = queries.desk_case(reading(), actor, number)
    kept = proofs.stored_proofs(case.application_item.requirements)
    if not kept:
        return ProofRecheck(frozenset(), now)
    application = case.application
    holder, purpose, reference = application.holder, application.purpose, case.number
    try:
        lost = of_store(
            lambda store: proofs.lost_proofs(
                store,
                kept,
                holder=holder,
                purpose=purpose,
                by=actor.public_id,
                case_reference=reference,
                now=now,
            )
        )
    except AWAY:
        logger.warning("the certificate store did not answer a second proof")
        lost = frozenset()
    return ProofRecheck(lost, now)
