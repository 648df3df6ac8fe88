"""Obligations and their due days while a case is open (pure)."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from guides.enumerations import ItemType, LimitEnd
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.casework.obligations import Debtor, Obligation, ObligationTable

S = CaseState


class CaseDuty(StrEnum):
    """The kind of obligation."""

    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    DECISION = "decision"
    PROCEDURE_END = "procedure_end"
    """To end a special procedure on the day of which the applicant was told (行政许可法 art. 45)."""
    AFTER_CHECK = "after_check"
    CORRECTION = "correction"
    SECOND_CHECK = "second_check"
    """To check again once the time to correct is over (责令限期改正)."""
    SUPPLEMENT_NOTICE = "supplement_notice"
    """To tell once what a filing misses, which is recorded when it is complete."""
    HANDING_OVER = "handing_over"
    """To issue and hand over what was granted (行政许可法 art. 44)."""


class CaseDueDay(StrEnum):
    """The due days of a case."""

    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    DECISION = "decision"
    PROCEDURE_END = "procedure_end"
    AFTER_CHECK = "after_check"
    CORRECTION = "correction"
    HANDING_OVER = "handing_over"


_ANSWER: Final = (Obligation(Debtor.AGENCY, CaseDuty.ACCEPTANCE, CaseDueDay.ACCEPTANCE),)
_SUPPLEMENT: Final = (Obligation(Debtor.APPLICANT, CaseDuty.SUPPLEMENT, CaseDueDay.SUPPLEMENT),)
_DECISION: Final = (
    Obligation(Debtor.AGENCY, CaseDuty.DECISION, CaseDueDay.DECISION),
    Obligation(Debtor.AGENCY, CaseDuty.PROCEDURE_END, CaseDueDay.PROCEDURE_END),
)
_HANDING_OVER: Final = (Obligation(Debtor.AGENCY, CaseDuty.HANDING_OVER, CaseDueDay.HANDING_OVER),)
_CHECK: Final = (Obligation(Debtor.AGENCY, CaseDuty.AFTER_CHECK, CaseDueDay.AFTER_CHECK),)
_CORRECTION: Final = (
    Obligation(Debtor.APPLICANT, CaseDuty.CORRECTION, CaseDueDay.CORRECTION),
    Obligation(Debtor.AGENCY, CaseDuty.SECOND_CHECK, CaseDueDay.AFTER_CHECK),
)

CASE_OBLIGATIONS: Final = ObligationTable(
    {
        S.RECEIVED: _ANSWER,
        S.SUPPLEMENT_ASKED: _SUPPLEMENT,
        S.ACCEPTED: _DECISION,
        S.ACCEPTED_TOLERANTLY: _DECISION,
        S.IN_REVIEW: _DECISION,
        S.CORRECTION_ORDERED: _CORRECTION,
        S.RECORDED: _HANDING_OVER,
        S.GRANTED: _HANDING_OVER,
        S.GRANTED_ON_COMMITMENT: _CHECK,
    }
)
"""In every other state a case waits for another one, or nothing is due.

While a special procedure runs, its planned end is due instead of the decision, and after the delivery no
handing over: the due day of what is not owed is then empty.
"""


def agency_duty(state: CaseState, item_type: ItemType, *, is_paused: bool = False) -> CaseDuty | None:
    """What the agency owes in this state of a case of an item of this type, or None where it owes nothing.

    A case `is_paused` while a special procedure stops its clock.
    """
    duties = [CaseDuty(one.duty) for one in CASE_OBLIGATIONS.of(state, Debtor.AGENCY)]
    if is_paused and CaseDuty.PROCEDURE_END in duties:
        return CaseDuty.PROCEDURE_END
    if CaseDuty.ACCEPTANCE in duties and HANDLING[item_type].is_recorded:
        return CaseDuty.SUPPLEMENT_NOTICE
    return duties[0] if duties else None


def is_limited(duty: CaseDuty | None, ends_with: LimitEnd | None) -> bool:
    """Whether the limits of a case, promised and legal, end with this duty: the guide names the event."""
    last = CaseDuty.HANDING_OVER if ends_with is LimitEnd.HANDING_OVER else CaseDuty.DECISION
    return duty in {CaseDuty.DECISION, last}


def limit_met_at(
    ends_with: LimitEnd | None,
    outcome: CaseOutcome | None,
    *,
    decided_at: datetime | None,
    delivered_at: datetime | None,
) -> datetime | None:
    """When the event came by which the limit of a case must be met; None while it is awaited.

    A limit that includes the handing over (制作发放) ends with it only where something was granted.
    """
    is_handed_over = ends_with is LimitEnd.HANDING_OVER and outcome is CaseOutcome.GRANTED
    return delivered_at if is_handed_over else decided_at
