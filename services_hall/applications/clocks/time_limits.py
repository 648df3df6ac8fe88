"""The limits of an agency for accepting and deciding a case (pure)."""

from datetime import date
from enum import StrEnum
from typing import Final

from guides.calendar import DueDay, WorkingDays, due_day, latest_possible_day
from guides.enumerations import LimitStart, Unit
from guides.terms import GuideTerms, Limits, Period, SupplementRule
from services_hall.applications.enumerations import Channel
from services_hall.applications.item_handling import HANDLING
from services_hall.casework.deadlines import BindingLimit


class LimitSource(StrEnum):
    """The source of the decision limit."""

    COMMITMENT = "commitment"
    PROMISED = "promised"
    LEGAL = "legal"
    EXTENSION = "extension"


ACCEPTANCE_DAYS: Final = 5
"""The default limit for acceptance in working days, where the guide defines none."""
LICENCE_EXTENSION: Final = Period(days=10, unit=Unit.WORKING_DAY)
JOINT_EXTENSION: Final = Period(days=15, unit=Unit.WORKING_DAY)
JOINT_LIMIT: Final = BindingLimit(45, Unit.WORKING_DAY, LimitSource.LEGAL)
"""行政许可法 art. 42, second paragraph."""
ISSUING_LIMIT: Final = Period(days=10, unit=Unit.WORKING_DAY)


def binding_limit(
    limits: Limits, *, by_commitment: bool, online_decision: Period | None = None
) -> BindingLimit:
    """The binding decision limit: the promised one (行政许可法 art. 42: a shorter promised limit is binding).

    On commitment the decision is immediate, or for an online application within `online_decision`.
    """
    if not by_commitment:
        return BindingLimit(limits.promised.days, limits.promised.unit, LimitSource.PROMISED)
    if online_decision is None:
        return BindingLimit(0, Unit.WORKING_DAY, LimitSource.COMMITMENT)
    return BindingLimit(online_decision.days, online_decision.unit, LimitSource.COMMITMENT)


def online_decision(terms: GuideTerms, channel: Channel) -> Period | None:
    """The time within which an online application on commitment is decided, if the guide gives any."""
    commitment = terms.commitment
    return commitment.online_decision if commitment is not None and channel is not Channel.WINDOW else None


def legal_limit(limits: Limits) -> BindingLimit | None:
    """The limit of the law; None if the guide leaves it open and no general law has one."""
    if limits.legal.days is None:
        return JOINT_LIMIT if limits.joint else None
    return BindingLimit(limits.legal.days, limits.legal.unit, LimitSource.LEGAL)


def extension_limit(terms: GuideTerms) -> Period | None:
    """The longest extension of the decision limit; None if the law knows none.

    The guide's own comes first; otherwise licences may be extended by 10 working days, by 15 where the
    government organised the handling (行政许可法 arts. 26, 42).
    """
    if terms.limits.extension is not None:
        return terms.limits.extension
    if terms.limits.joint:
        return JOINT_EXTENSION
    return LICENCE_EXTENSION if HANDLING[terms.item_type].is_licensing else None


def issuing_limit(terms: GuideTerms) -> Period:
    """The time after a grant within which its result is issued and handed over (行政许可法 art. 44)."""
    return terms.limits.issuing or ISSUING_LIMIT


def acceptance_due_day(received_on: date, supplement: SupplementRule | None, calendar: WorkingDays) -> DueDay:
    """The day by which the agency must decide on acceptance: 5 working days, or as the guide defines.

    行政许可法 art. 32(4): without notice in time, the case counts as accepted from the day of receipt.
    """
    return due_day(received_on, *acceptance_limit(supplement), calendar)


def runs_from_receipt(limits: Limits, *, by_commitment: bool) -> bool:
    """Whether the decision limit runs from the receipt: on commitment, and where the guide says so."""
    return by_commitment or limits.starts_with is LimitStart.RECEIPT


def receipt_horizon(received_on: date, terms: GuideTerms) -> date:
    """The last calendar day that the due days known at the receipt can need."""
    last = latest_possible_day(received_on, *acceptance_limit(terms.supplement))
    if terms.limits.starts_with is not LimitStart.RECEIPT:
        return last
    promised = terms.limits.promised
    return max(last, latest_possible_day(received_on, promised.days, promised.unit))


def acceptance_limit(supplement: SupplementRule | None) -> tuple[int, Unit]:
    """The time for acceptance: 5 working days, or as the guide defines (行政许可法 art. 32)."""
    return (supplement.days, supplement.unit) if supplement else (ACCEPTANCE_DAYS, Unit.WORKING_DAY)
