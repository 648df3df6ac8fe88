"""The day until which an agency may refuse a case or ask for a supplement (行政许可法 art. 32(4))."""

from datetime import date

from guides.enumerations import Silence
from guides.terms import GuideTerms
from services_hall.applications.errors import NoticeDayPassed
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case


def is_silence_acceptance(terms: GuideTerms) -> bool:
    """Whether silence means acceptance: where the guide says so, and by law for every licence.

    A filing is never accepted: it is recorded when it is complete.
    """
    rule = terms.supplement
    handling = HANDLING[terms.item_type]
    if handling.is_recorded:
        return False
    return handling.is_licensing or (rule is not None and rule.silence is Silence.ACCEPTED)


def counts_as_accepted(case: Case, *, today: date) -> bool:
    """Whether the agency let the day for a notice pass, so that the case counts as accepted."""
    return (
        case.state is CaseState.RECEIVED
        and case.acceptance_due_on is not None
        and case.acceptance_due_on < today
        and is_silence_acceptance(case.application_item.edition.terms)
    )


def require_open_notice_day(case: Case, *, today: date) -> None:
    """Raise NoticeDayPassed when supplement and refusal are closed."""
    if counts_as_accepted(case, today=today):
        raise NoticeDayPassed
