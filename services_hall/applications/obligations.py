"""Obligations and their due days while a case is open (pure)."""

from enum import StrEnum
from typing import Final

from guides.enumerations import ItemType
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseState
from services_hall.casework.obligations import Debtor, Obligation, ObligationTable

S = CaseState


class CaseDuty(StrEnum):
    """The kind of obligation."""

    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    DECISION = "decision"
    AFTER_CHECK = "after_check"
    CORRECTION = "correction"
    SUPPLEMENT_NOTICE = "supplement_notice"
    """To tell once what a filing misses, which is recorded when it is complete."""
    HANDING_OVER = "handing_over"
    """To issue and hand over what was granted (行政许可法 art. 44)."""


class CaseDueDay(StrEnum):
    """The due days of a case."""

    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    DECISION = "decision"
    AFTER_CHECK = "after_check"
    CORRECTION = "correction"
    HANDING_OVER = "handing_over"


_DECISION: Final = Obligation(Debtor.AGENCY, CaseDuty.DECISION, CaseDueDay.DECISION)

CASE_OBLIGATIONS: Final = ObligationTable(
    {
        S.RECEIVED: Obligation(Debtor.AGENCY, CaseDuty.ACCEPTANCE, CaseDueDay.ACCEPTANCE),
        S.SUPPLEMENT_ASKED: Obligation(Debtor.APPLICANT, CaseDuty.SUPPLEMENT, CaseDueDay.SUPPLEMENT),
        S.ACCEPTED: _DECISION,
        S.ACCEPTED_TOLERANTLY: _DECISION,
        S.IN_REVIEW: _DECISION,
        S.CORRECTION_ORDERED: Obligation(Debtor.APPLICANT, CaseDuty.CORRECTION, CaseDueDay.CORRECTION),
        S.RECORDED: Obligation(Debtor.AGENCY, CaseDuty.HANDING_OVER, CaseDueDay.HANDING_OVER),
        S.GRANTED: Obligation(Debtor.AGENCY, CaseDuty.HANDING_OVER, CaseDueDay.HANDING_OVER),
        S.GRANTED_ON_COMMITMENT: Obligation(Debtor.AGENCY, CaseDuty.AFTER_CHECK, CaseDueDay.AFTER_CHECK),
    }
)
"""In every other state a case waits for another one, or nothing is due.

The decision is not due while a special procedure runs, nor the handing over after the delivery: their due
days are then empty.
"""


def agency_duty(state: CaseState, item_type: ItemType) -> CaseDuty | None:
    """What the agency owes in this state of a case of an item of this type, or None where it owes nothing."""
    obligation = CASE_OBLIGATIONS.of(state, Debtor.AGENCY)
    if obligation is None:
        return None
    if obligation.duty is CaseDuty.ACCEPTANCE and HANDLING[item_type].is_recorded:
        return CaseDuty.SUPPLEMENT_NOTICE
    return CaseDuty(obligation.duty)
