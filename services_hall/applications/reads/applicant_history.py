"""The history of a case as its applicant may read it: no internal steps, nothing that others wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from services_hall.applications.cases.event_facts import FACT
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, CaseEvent

A = CaseAction

INTERNAL: Final = frozenset({A.HAND_OVER, A.DECLINE_EXTENSION})
"""Steps inside the agency that change nothing for the applicant."""
TOLD_REASONS: Final = frozenset(
    {
        A.CLOSE,
        A.POSTPONE_SUPPLY,
        A.PLEAD_FORCE_MAJEURE,
        A.DECLINE_PLEA,
        A.REPORT_FLAW,
        A.REFUSE,
        A.DECLARE_NOT_IN_POWER,
        A.DECLARE_NO_LICENCE_NEEDED,
        A.PAUSE,
        A.EXTEND,
        A.EXPLAIN_DELAY,
        A.RECKON,
        A.GRANT,
        A.GRANT_ON_COMMITMENT,
        A.DEEM_RENEWED,
        A.DENY,
        A.ORDER_CORRECTION,
        A.ANNUL,
        A.WITHDRAW_GRANT,
        A.CANCEL_GRANT,
        A.TERMINATE,
        A.WITHDRAW,
        A.OBJECT,
    }
)
"""Actions whose reason stands on a paper for the applicant, or is the applicant's own.

Opinions inside the agency, and the facts of a notice that may be a third party's, are not among them.
"""


OF_APPLICANT: Final = frozenset(
    {
        A.FILE,
        A.RECEIVE,
        A.SUPPLEMENT,
        A.SUPPLY,
        A.GIVE_MISSING,
        A.PLEAD_FORCE_MAJEURE,
        A.RECEIVE_STATEMENT,
        A.DEMAND_HEARING,
        A.WITHDRAW_HEARING_DEMAND,
        A.WITHDRAW,
        A.OBJECT,
    }
)
"""Actions of the applicant, which somebody else may carry out; the filer may be the agency's own system."""


ONLY_OF_APPLICANT: Final = frozenset(
    {A.SUPPLEMENT, A.SUPPLY, A.GIVE_MISSING, A.PLEAD_FORCE_MAJEURE, A.WITHDRAW, A.OBJECT}
)
"""Those that no officer records: whoever is neither the filer nor acts for somebody is an applicant.

The application may know its applicants by their documents alone, without their accounts.
"""


class EventAuthor(StrEnum):
    """Who caused an event, without a name."""

    APPLICANT = "applicant"
    AGENT = "agent"
    """Who acts for the applicant with a mandate, as a guardian or as a relative, in their own account."""
    WINDOW = "window"
    """A clerk or a system, on behalf of the applicant."""
    AGENCY = "agency"
    CLOCK = "clock"


@dataclass(frozen=True)
class HistoryEntry:
    """One event of a case: `reason` is empty where it is not for the applicant."""

    at: datetime
    action: CaseAction
    author: EventAuthor
    reason: str
    details: Mapping[str, Any]


def applicant_history(case: Case) -> list[HistoryEntry]:
    """The events of a loaded case that its applicant may read, oldest first."""
    return [
        HistoryEntry(
            at=event.at,
            action=event.action,
            author=author_of(case, event),
            reason=(event.reason or "") if event.action in TOLD_REASONS else "",
            details=_told_details(event),
        )
        for event in case.events
        if event.action not in INTERNAL
    ]


def _told_details(event: CaseEvent) -> Mapping[str, Any]:
    """The details of an event; none of a fact that, as the reason, is not for the applicant."""
    details = event.details or {}
    return {} if FACT in details and event.action not in TOLD_REASONS else details


def author_of(case: Case, event: CaseEvent) -> EventAuthor:
    """Who caused an event of the case."""
    application = case.application
    if event.actor_id is None:
        return EventAuthor.CLOCK
    if event.actor_id == application.applicant_id:
        return EventAuthor.APPLICANT
    if application.agent is not None and event.actor_id == application.agent.account_id:
        return EventAuthor.AGENT
    is_filer = event.actor_id == application.filed_by_id
    is_for_applicant = is_filer or event.on_behalf_of_id is not None
    if is_for_applicant and event.action in OF_APPLICANT:
        return EventAuthor.WINDOW
    return EventAuthor.APPLICANT if event.action in ONLY_OF_APPLICANT else EventAuthor.AGENCY
