"""States of a case, the actions that change them, and the derived state of an application (pure)."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from services_hall.casework.transitions import TransitionTable


class CaseState(StrEnum):
    """The state of a case."""

    WAITING = "waiting"
    RECEIVED = "received"
    SUPPLEMENT_ASKED = "supplement_asked"
    ACCEPTED = "accepted"
    ACCEPTED_TOLERANTLY = "accepted_tolerantly"
    IN_REVIEW = "in_review"
    GRANTED = "granted"
    GRANTED_ON_COMMITMENT = "granted_on_commitment"
    DENIED = "denied"
    DELIVERED = "delivered"
    KEPT = "kept"
    ANNULLED = "annulled"
    NOT_IN_POWER = "not_in_power"
    NO_LICENCE_NEEDED = "no_licence_needed"
    REFUSED = "refused"
    CLOSED = "closed"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


class CaseAction(StrEnum):
    """An action on a case."""

    FILE = "file"
    RECEIVE = "receive"
    ACCEPT = "accept"
    ACCEPT_TOLERANTLY = "accept_tolerantly"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    CLOSE = "close"
    SUPPLY = "supply"
    BEGIN_REVIEW = "begin_review"
    GRANT = "grant"
    GRANT_ON_COMMITMENT = "grant_on_commitment"
    DENY = "deny"
    DELIVER = "deliver"
    KEEP = "keep"
    ANNUL = "annul"
    REFUSE = "refuse"
    DECLARE_NOT_IN_POWER = "declare_not_in_power"
    DECLARE_NO_LICENCE_NEEDED = "declare_no_licence_needed"
    TERMINATE = "terminate"
    WITHDRAW = "withdraw"


class ApplicationState(StrEnum):
    """The state of an application, always derived from its cases."""

    FILED = "filed"
    OPEN = "open"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"


S, A = CaseState, CaseAction

CASE_TRANSITIONS: Final = TransitionTable(
    {
        (S.WAITING, A.RECEIVE): S.RECEIVED,
        (S.WAITING, A.TERMINATE): S.TERMINATED,
        (S.WAITING, A.WITHDRAW): S.WITHDRAWN,
        (S.RECEIVED, A.ACCEPT): S.ACCEPTED,
        (S.RECEIVED, A.ACCEPT_TOLERANTLY): S.ACCEPTED_TOLERANTLY,
        (S.RECEIVED, A.ASK_SUPPLEMENT): S.SUPPLEMENT_ASKED,
        (S.RECEIVED, A.REFUSE): S.REFUSED,
        (S.RECEIVED, A.DECLARE_NOT_IN_POWER): S.NOT_IN_POWER,
        (S.RECEIVED, A.DECLARE_NO_LICENCE_NEEDED): S.NO_LICENCE_NEEDED,
        (S.RECEIVED, A.WITHDRAW): S.WITHDRAWN,
        (S.SUPPLEMENT_ASKED, A.SUPPLEMENT): S.RECEIVED,
        (S.SUPPLEMENT_ASKED, A.CLOSE): S.CLOSED,
        (S.SUPPLEMENT_ASKED, A.WITHDRAW): S.WITHDRAWN,
        (S.ACCEPTED, A.BEGIN_REVIEW): S.IN_REVIEW,
        (S.ACCEPTED, A.GRANT): S.GRANTED,
        (S.ACCEPTED, A.GRANT_ON_COMMITMENT): S.GRANTED_ON_COMMITMENT,
        (S.ACCEPTED, A.DENY): S.DENIED,
        (S.ACCEPTED, A.TERMINATE): S.TERMINATED,
        (S.ACCEPTED, A.WITHDRAW): S.WITHDRAWN,
        (S.ACCEPTED_TOLERANTLY, A.SUPPLY): S.ACCEPTED,
        (S.ACCEPTED_TOLERANTLY, A.TERMINATE): S.TERMINATED,
        (S.ACCEPTED_TOLERANTLY, A.WITHDRAW): S.WITHDRAWN,
        (S.IN_REVIEW, A.GRANT): S.GRANTED,
        (S.IN_REVIEW, A.DENY): S.DENIED,
        (S.IN_REVIEW, A.TERMINATE): S.TERMINATED,
        (S.IN_REVIEW, A.WITHDRAW): S.WITHDRAWN,
        (S.GRANTED, A.DELIVER): S.DELIVERED,
        (S.DENIED, A.DELIVER): S.DELIVERED,
        (S.GRANTED_ON_COMMITMENT, A.KEEP): S.KEPT,
        (S.GRANTED_ON_COMMITMENT, A.ANNUL): S.ANNULLED,
    },
    first_states={A.FILE: S.WAITING, A.RECEIVE: S.RECEIVED},
)
"""A new case waits for another one or is received at once."""

UNDECIDED: Final = frozenset(
    {S.WAITING, S.RECEIVED, S.SUPPLEMENT_ASKED, S.ACCEPTED, S.ACCEPTED_TOLERANTLY, S.IN_REVIEW}
)
"""States before the agency's decision."""

DESK_WORK: Final = UNDECIDED - {S.WAITING}
"""States of cases that lie at an agency's desk until its decision."""
UNFINISHED: Final = UNDECIDED | {S.GRANTED, S.DENIED}
"""States before the decision or its delivery."""

ACCEPTED: Final = frozenset({S.ACCEPTED, S.ACCEPTED_TOLERANTLY, S.IN_REVIEW})
"""States in which the decision limit runs."""

FAVOURABLE: Final = frozenset({S.GRANTED, S.GRANTED_ON_COMMITMENT, S.DELIVERED, S.KEPT})


def application_state(cases: Collection[CaseState]) -> ApplicationState:
    """The state of an application, derived from the states of its cases.

    Withdrawn when all cases are; finished when no decision or delivery is left; filed while no agency has
    accepted or ended a case; otherwise open.
    """
    if not cases:
        raise ValueError("an application has at least one case")
    if all(state is S.WITHDRAWN for state in cases):
        return ApplicationState.WITHDRAWN
    if not any(state in UNFINISHED for state in cases):
        return ApplicationState.FINISHED
    if all(state in {S.WAITING, S.RECEIVED} for state in cases):
        return ApplicationState.FILED
    return ApplicationState.OPEN
