"""What the forms about the clock show: running procedure, extension, whether a reason is due."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from services_hall.applications.delays import is_explanation_due
from services_hall.applications.lifecycle import ACCEPTED
from services_hall.applications.limit_extensions import extension_of, last_refusal
from services_hall.applications.models import Case
from services_hall.applications.special_procedures import running_procedure
from services_hall.applications.time_limits import extension_limit
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.presentation.clock_disclosure import PROCEDURES


def clock_data(session: Session, actor: Actor, case: Case) -> Mapping[str, object]:
    """The values of the clock's forms; extensions are read only while the decision limit runs."""
    del actor
    today = local_day(utc_now())
    is_running = case.state in ACCEPTED
    last = case.legal_due_on or case.decision_due_on
    terms = case.application_item.edition.terms
    return {
        "procedure": running_procedure(session, case) if is_running else None,
        "procedure_kinds": [(kind, str(name)) for kind, name in PROCEDURES.items()],
        "extension": extension_of(session, case) if is_running else None,
        "declined_extension": last_refusal(case) if is_running else None,
        "longest_extension": None if case.is_by_commitment else extension_limit(terms),
        "is_limit_over": last is not None and last < today,
        "is_explanation_due": is_explanation_due(case, today=today),
    }
