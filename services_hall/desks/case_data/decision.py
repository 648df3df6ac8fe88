"""What the form of the decision shows: conditions and articles of the guide, and cases accepted earlier."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from guides.terms import GuideTerms
from services_hall.applications.acceptance_order import earlier_cases
from services_hall.applications.lifecycle import UNDECIDED
from services_hall.applications.models import Case
from services_hall.identity import Actor


def decision_data(session: Session, actor: Actor, case: Case) -> Mapping[str, object]:
    """The choices of the decision; the earlier cases only where the number of grants is limited."""
    del actor
    terms = case.application_item.edition.terms
    return {
        "condition_options": _condition_options(terms),
        "basis_options": _basis_options(terms),
        "earlier_cases": earlier_cases(session, case) if case.state in UNDECIDED else (),
    }


def _condition_options(terms: GuideTerms) -> list[tuple[str, str]]:
    return [(condition.key, condition.text) for condition in terms.conditions]


def _basis_options(terms: GuideTerms) -> list[tuple[str, str]]:
    return [(basis.key, f"《{basis.law}》{basis.article or ''}") for basis in terms.legal_bases]
