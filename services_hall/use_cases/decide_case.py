"""Decision of a case by an officer or an agency's system."""

from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications.acceptance.express_acceptance import ProofRecheck
from services_hall.applications.certificates.issues import issue_of, result_form
from services_hall.applications.decisions import outcomes
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.grounds.decision_grounds import NO_GROUNDS, DecisionGrounds
from services_hall.applications.grounds.result_entries import (
    NO_ENTRY,
    EntryForm,
    ResultEntry,
    checked_entry,
)
from services_hall.applications.models import Case
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.case_proofs import CaseRule, apply_with_proofs
from services_hall.use_cases.store_access import ask_store


def decide_case(
    actor: Actor, number: str, outcome: Decision, reason: str, *, grounds: DecisionGrounds = NO_GROUNDS
) -> None:
    """Decides a case at the desk.

    Raises CaseNotFound, TransitionRefused, ReasonMissing, ActionInvalid, ProofLost;
    one of STORE_ERRORS where the body decides fields of a certificate and the store does not answer.
    """
    apply_with_proofs(actor, number, checked_decision(actor, number, outcome, reason, grounds=grounds))


def checked_decision(
    actor: Actor, number: str, outcome: Decision, reason: str, *, grounds: DecisionGrounds
) -> CaseRule:
    """The rule of this decision, with what the store says of the certificate; raises as `decide_case`."""
    is_result_asked = outcome is Decision.GRANT and not grounds.result.is_empty
    form = result_form_of(actor, number, grounds.result) if is_result_asked else None
    return decision_rule(actor, outcome, reason, grounds=grounds, form=form)


def result_form_of(actor: Actor, number: str, asked: ResultEntry = NO_ENTRY) -> EntryForm | None:
    """What the body decides of the certificate if it grants the case today; None if it issues none.

    Raises CaseNotFound, and one of STORE_ERRORS while the store does not answer.
    """
    session = reading()
    issue = issue_of(session, queries.desk_case(session, actor, number), local_day(utc_now()))
    return None if issue is None else ask_store(lambda store: result_form(store, issue, asked))


def decision_rule(
    actor: Actor,
    outcome: Decision,
    reason: str,
    *,
    grounds: DecisionGrounds = NO_GROUNDS,
    form: EntryForm | None = None,
) -> CaseRule:
    """The decision of a case by this officer, now; `form` is needed for a certificate's own fields."""

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
        case.result_entry = checked_entry(grounds.result, form).as_json()

    return rule
