"""Times of renewals: by which day to apply, and what the agency's silence means (行政许可法 art. 50)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from guides.calendar import WorkingDays, day_before
from guides.enumerations import HandlingKind, Unit
from guides.terms import GuideTerms
from services_hall.applications.errors import RenewalDayPassed
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.applications.models import Case

RENEWAL_DAYS: Final = 30
"""Calendar days before the expiry, where the guide has no time of its own."""
SILENT_STATES: Final = frozenset({CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.IN_REVIEW})
"""States of a renewal in which the decision is the agency's turn.

A tolerantly accepted renewal waits for its applicant, but never beyond the last day of the certificate.
"""


class RenewalTime(StrEnum):
    """Whether a renewal is applied for within its time."""

    EARLY = "early"
    IN_TIME = "in_time"
    LATE = "late"


@dataclass(frozen=True)
class RenewalWindow:
    """The days on which a renewal is applied for in time; `first_on` is None without a first day."""

    first_on: date | None
    last_on: date
    valid_to: date

    def time_on(self, day: date) -> RenewalTime:
        """Whether `day` lies before, in, or after the window."""
        if day > self.last_on:
            return RenewalTime.LATE
        if self.first_on is not None and day < self.first_on:
            return RenewalTime.EARLY
        return RenewalTime.IN_TIME


def renewal_window(terms: GuideTerms, valid_to: date, calendar: WorkingDays) -> RenewalWindow:
    """The window before the last day of a certificate: the guide's own, or 30 days before it ends.

    行政许可法 art. 50: the guide's time comes from another law that says otherwise. The 30 days bind the
    applicant and not the agency (art. 82), so they are calendar days, which is better for the applicant.
    """
    rule = terms.result.renewal
    unit = rule.unit if rule is not None else Unit.CALENDAR_DAY
    until = rule.until_days if rule is not None and rule.until_days is not None else None
    first = rule.from_days if rule is not None else None
    last_on = (
        day_before(valid_to, RENEWAL_DAYS, Unit.CALENDAR_DAY, calendar)
        if until is None
        else day_before(valid_to, until, unit, calendar)
    )
    first_on = None if first is None else day_before(valid_to, first, unit, calendar)
    return RenewalWindow(first_on, last_on, valid_to)


def is_renewal(terms: GuideTerms) -> bool:
    """Whether the item renews a certificate."""
    return terms.starts_from is not None and terms.starts_from.action is HandlingKind.RENEWAL


def counts_as_renewed(case: Case, *, today: date) -> bool:
    """Whether the agency let the last day of the certificate pass without a decision.

    行政许可法 art. 50: only for a licence whose renewal was applied for in time; not while the agency waits
    for the applicant.
    """
    last_day = case.application.source_valid_to
    return renews_by_silence(case) and last_day is not None and last_day < today


def renews_by_silence(case: Case) -> bool:
    """Whether the licence will count as renewed unless the agency decides by its last day."""
    return case.state in SILENT_STATES and is_timely_renewal(case)


def is_timely_renewal(case: Case) -> bool:
    """Whether the case renews a licence and was applied for in time."""
    terms = case.application_item.edition.terms
    return (
        case.application.source_valid_to is not None
        and not case.application.is_late_renewal
        and HANDLING[terms.item_type].is_licensing
        and is_renewal(terms)
    )


def is_renewed_by_silence(case: Case) -> bool:
    """Whether the licence counts as renewed because nobody decided in time."""
    return case.outcome is CaseOutcome.GRANTED and case.decided_by_id is None


def require_open_renewal(case: Case, *, today: date) -> None:
    """Raise RenewalDayPassed when a denial is closed because the licence counts as renewed."""
    if counts_as_renewed(case, today=today):
        raise RenewalDayPassed
