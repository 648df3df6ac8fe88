"""States of a case, the actions on it, its outcome, and the derived state of an application (pure).

The state says where a case stands, the outcome how it ended: set once, by a decision or an ending;
delivery is a fact of its own. A grant that ends later keeps its outcome: its state says that it was annulled.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Final, NamedTuple

from guides.enumerations import ItemType
from services_hall.applications.item_handling import HANDLING
from services_hall.casework.transitions import TransitionTable


class CaseState(StrEnum):
    """The state of a case."""

    WAITING = "waiting"
    RECEIVED = "received"
    SUPPLEMENT_ASKED = "supplement_asked"
    ACCEPTED = "accepted"
    ACCEPTED_TOLERANTLY = "accepted_tolerantly"
    IN_REVIEW = "in_review"
    RECORDED = "recorded"
    """A filing that was recorded on receipt (备案)."""
    GRANTED = "granted"
    GRANTED_ON_COMMITMENT = "granted_on_commitment"
    """Granted; the check of the commitment is pending."""
    CORRECTION_ORDERED = "correction_ordered"
    """Granted on a commitment that the check found broken; to be corrected within a time (责令限期改正)."""
    DENIED = "denied"
    NOT_IN_POWER = "not_in_power"
    NO_LICENCE_NEEDED = "no_licence_needed"
    REFUSED = "refused"
    CLOSED = "closed"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"
    """The grant was annulled (撤销)."""
    GRANT_WITHDRAWN = "grant_withdrawn"
    """The grant was withdrawn by the agency (撤回)."""
    GRANT_CANCELLED = "grant_cancelled"
    """The grant was cancelled (注销)."""
    RECORD_ANNULLED = "record_annulled"
    """What was filed turned out to be false: the record was annulled (撤销备案)."""
    RECORD_CANCELLED = "record_cancelled"
    """The record was cancelled, because its reason is gone (注销备案)."""


class CaseOutcome(StrEnum):
    """How a case ended; set once."""

    RECORDED = "recorded"
    """A filing was recorded (备案); it is neither a grant nor a decision."""
    GRANTED = "granted"
    DENIED = "denied"
    REFUSED = "refused"
    NOT_IN_POWER = "not_in_power"
    NO_LICENCE_NEEDED = "no_licence_needed"
    RETURNED = "returned"
    """The supplement did not come in time (退件)."""
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


class CaseAction(StrEnum):
    """An action on a case."""

    FILE = "file"
    RECEIVE = "receive"
    RECORD = "record"
    """A complete filing is recorded on receipt."""
    CORRECT = "correct"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    CLOSE = "close"
    ACCEPT = "accept"
    DEEM_ACCEPTED = "deem_accepted"
    ACCEPT_TOLERANTLY = "accept_tolerantly"
    SUPPLY = "supply"
    GIVE_MISSING = "give_missing"
    """The applicant gives what was missing when the case counted as accepted (行政许可法 art. 32(4))."""
    POSTPONE_SUPPLY = "postpone_supply"
    REPORT_FLAW = "report_flaw"
    """A given material is flawed and may be corrected after a tolerant acceptance."""
    PLEAD_FORCE_MAJEURE = "plead_force_majeure"
    DECLINE_PLEA = "decline_plea"
    REFUSE = "refuse"
    DECLARE_NOT_IN_POWER = "declare_not_in_power"
    DECLARE_NO_LICENCE_NEEDED = "declare_no_licence_needed"
    BEGIN_REVIEW = "begin_review"
    RECORD_STEP = "record_step"
    RECORD_LAW = "record_law"
    """Which law applies, because it changed since the application (法释〔2009〕20号 art. 9)."""
    HAND_OVER = "hand_over"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    DECLINE_EXTENSION = "decline_extension"
    EXPLAIN_DELAY = "explain_delay"
    RECKON = "reckon"
    """A due day moved, because the calendar changed."""
    GIVE_PRIOR_NOTICE = "give_prior_notice"
    RECEIVE_STATEMENT = "receive_statement"
    DEMAND_HEARING = "demand_hearing"
    WITHDRAW_HEARING_DEMAND = "withdraw_hearing_demand"
    ANNOUNCE_HEARING = "announce_hearing"
    RECORD_HEARING = "record_hearing"
    GRANT = "grant"
    GRANT_ON_COMMITMENT = "grant_on_commitment"
    DEEM_RENEWED = "deem_renewed"
    """No decision on a renewal before the expiry (行政许可法 art. 50)."""
    DENY = "deny"
    DELIVER = "deliver"
    DELIVER_NOTICE = "deliver_notice"
    """A notice that starts a period reached the person to whom it is addressed."""
    KEEP = "keep"
    ORDER_CORRECTION = "order_correction"
    ANNUL = "annul"
    WITHDRAW_GRANT = "withdraw_grant"
    CANCEL_GRANT = "cancel_grant"
    TERMINATE = "terminate"
    WITHDRAW = "withdraw"
    OBJECT = "object"
    """The applicant objects to something on record."""


class ApplicationState(StrEnum):
    """The state of an application, always derived from its cases."""

    FILED = "filed"
    OPEN = "open"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"


S, A = CaseState, CaseAction

UNDECIDED: Final = frozenset(
    {S.WAITING, S.RECEIVED, S.SUPPLEMENT_ASKED, S.ACCEPTED, S.ACCEPTED_TOLERANTLY, S.IN_REVIEW}
)
"""States before the agency's decision."""

DESK_WORK: Final = UNDECIDED - {S.WAITING}
"""States of cases that lie at an agency's desk until its decision."""

ACCEPTED: Final = frozenset({S.ACCEPTED, S.ACCEPTED_TOLERANTLY, S.IN_REVIEW})
"""States in which the decision limit runs."""

GRANT_HOLDS: Final = frozenset({S.GRANTED, S.GRANTED_ON_COMMITMENT, S.CORRECTION_ORDERED})
"""States in which a grant is in force."""

RESULT_HOLDS: Final = GRANT_HOLDS | {S.RECORDED}
"""States in which a favourable result is in force: a grant, or a filing that was recorded."""

GRANT_ENDED: Final = frozenset(
    {S.ANNULLED, S.GRANT_WITHDRAWN, S.GRANT_CANCELLED, S.RECORD_ANNULLED, S.RECORD_CANCELLED}
)
"""States of a grant, or of a filing that was recorded, that is no longer in force."""

CHECK_PENDING: Final = frozenset({S.GRANTED_ON_COMMITMENT, S.CORRECTION_ORDERED})
"""States in which the agency must still check a commitment."""

DECIDED: Final = frozenset({*RESULT_HOLDS, S.DENIED})
"""States of a result that holds and must be delivered."""

OUTCOMES: Final = {
    S.RECORDED: CaseOutcome.RECORDED,
    S.GRANTED: CaseOutcome.GRANTED,
    S.GRANTED_ON_COMMITMENT: CaseOutcome.GRANTED,
    S.DENIED: CaseOutcome.DENIED,
    S.REFUSED: CaseOutcome.REFUSED,
    S.NOT_IN_POWER: CaseOutcome.NOT_IN_POWER,
    S.NO_LICENCE_NEEDED: CaseOutcome.NO_LICENCE_NEEDED,
    S.CLOSED: CaseOutcome.RETURNED,
    S.TERMINATED: CaseOutcome.TERMINATED,
    S.WITHDRAWN: CaseOutcome.WITHDRAWN,
}
"""The outcome of a case by the first state after its end."""

DELIVERABLE: Final = (frozenset(OUTCOMES) | CHECK_PENDING) - {S.WITHDRAWN}
"""States in which the case's last paper, and what was granted, is delivered or has been."""

DECISIONS: Final = frozenset(
    {CaseOutcome.GRANTED, CaseOutcome.DENIED, CaseOutcome.REFUSED, CaseOutcome.NOT_IN_POWER}
)
"""Outcomes that the agency decides (决定); the others are told, happen, or come from the applicant."""

_WITHOUT_CHANGE: Final = {
    A.OBJECT: frozenset(CaseState),
    A.CORRECT: frozenset({S.RECEIVED}),
    A.POSTPONE_SUPPLY: frozenset({S.ACCEPTED_TOLERANTLY}),
    A.REPORT_FLAW: frozenset({S.RECEIVED}),
    A.PLEAD_FORCE_MAJEURE: frozenset({S.ACCEPTED_TOLERANTLY}),
    A.DECLINE_PLEA: frozenset({S.ACCEPTED_TOLERANTLY}),
    A.GIVE_MISSING: frozenset({S.ACCEPTED, S.IN_REVIEW}),
    A.RECORD_STEP: ACCEPTED,
    A.RECORD_LAW: ACCEPTED,
    A.HAND_OVER: UNDECIDED | CHECK_PENDING,
    A.PAUSE: ACCEPTED,
    A.RESUME: ACCEPTED,
    A.EXTEND: ACCEPTED,
    A.DECLINE_EXTENSION: ACCEPTED,
    A.EXPLAIN_DELAY: ACCEPTED | GRANT_HOLDS | {S.DENIED},
    A.RECKON: ACCEPTED | GRANT_HOLDS | {S.RECEIVED},
    A.GIVE_PRIOR_NOTICE: ACCEPTED | RESULT_HOLDS,
    A.RECEIVE_STATEMENT: ACCEPTED | RESULT_HOLDS,
    A.DEMAND_HEARING: ACCEPTED,
    A.WITHDRAW_HEARING_DEMAND: ACCEPTED,
    A.ANNOUNCE_HEARING: ACCEPTED,
    A.RECORD_HEARING: ACCEPTED,
    A.DELIVER: DELIVERABLE | GRANT_ENDED,
    A.DELIVER_NOTICE: frozenset(CaseState),
}
"""Actions that are recorded and leave the state as it is, with the states in which they are possible."""

CASE_TRANSITIONS: Final = TransitionTable(
    {
        (S.WAITING, A.RECEIVE): S.RECEIVED,
        (S.WAITING, A.TERMINATE): S.TERMINATED,
        (S.WAITING, A.WITHDRAW): S.WITHDRAWN,
        (S.RECEIVED, A.RECORD): S.RECORDED,
        (S.RECEIVED, A.ACCEPT): S.ACCEPTED,
        (S.RECEIVED, A.DEEM_ACCEPTED): S.ACCEPTED,
        (S.RECEIVED, A.ACCEPT_TOLERANTLY): S.ACCEPTED_TOLERANTLY,
        (S.RECEIVED, A.ASK_SUPPLEMENT): S.SUPPLEMENT_ASKED,
        (S.RECEIVED, A.REFUSE): S.REFUSED,
        (S.RECEIVED, A.DECLARE_NOT_IN_POWER): S.NOT_IN_POWER,
        (S.RECEIVED, A.DECLARE_NO_LICENCE_NEEDED): S.NO_LICENCE_NEEDED,
        (S.RECEIVED, A.TERMINATE): S.TERMINATED,
        (S.RECEIVED, A.WITHDRAW): S.WITHDRAWN,
        (S.SUPPLEMENT_ASKED, A.SUPPLEMENT): S.RECEIVED,
        (S.SUPPLEMENT_ASKED, A.CLOSE): S.CLOSED,
        (S.SUPPLEMENT_ASKED, A.TERMINATE): S.TERMINATED,
        (S.SUPPLEMENT_ASKED, A.WITHDRAW): S.WITHDRAWN,
        (S.ACCEPTED, A.BEGIN_REVIEW): S.IN_REVIEW,
        (S.ACCEPTED, A.GRANT): S.GRANTED,
        (S.ACCEPTED, A.GRANT_ON_COMMITMENT): S.GRANTED_ON_COMMITMENT,
        (S.ACCEPTED, A.DENY): S.DENIED,
        (S.ACCEPTED, A.TERMINATE): S.TERMINATED,
        (S.ACCEPTED, A.WITHDRAW): S.WITHDRAWN,
        (S.ACCEPTED_TOLERANTLY, A.SUPPLY): S.ACCEPTED,
        (S.ACCEPTED_TOLERANTLY, A.DENY): S.DENIED,
        (S.ACCEPTED_TOLERANTLY, A.TERMINATE): S.TERMINATED,
        (S.ACCEPTED_TOLERANTLY, A.WITHDRAW): S.WITHDRAWN,
        (S.IN_REVIEW, A.GRANT): S.GRANTED,
        (S.IN_REVIEW, A.DENY): S.DENIED,
        (S.IN_REVIEW, A.TERMINATE): S.TERMINATED,
        (S.IN_REVIEW, A.WITHDRAW): S.WITHDRAWN,
        (S.RECEIVED, A.DEEM_RENEWED): S.GRANTED,
        (S.ACCEPTED, A.DEEM_RENEWED): S.GRANTED,
        (S.IN_REVIEW, A.DEEM_RENEWED): S.GRANTED,
        (S.GRANTED_ON_COMMITMENT, A.KEEP): S.GRANTED,
        (S.GRANTED_ON_COMMITMENT, A.ORDER_CORRECTION): S.CORRECTION_ORDERED,
        (S.CORRECTION_ORDERED, A.KEEP): S.GRANTED,
        (S.RECORDED, A.ANNUL): S.RECORD_ANNULLED,
        (S.RECORDED, A.CANCEL_GRANT): S.RECORD_CANCELLED,
        **{(state, A.ANNUL): S.ANNULLED for state in sorted(GRANT_HOLDS)},
        **{(state, A.WITHDRAW_GRANT): S.GRANT_WITHDRAWN for state in sorted(GRANT_HOLDS)},
        **{(state, A.CANCEL_GRANT): S.GRANT_CANCELLED for state in sorted(GRANT_HOLDS)},
        **{(state, action): state for action, states in _WITHOUT_CHANGE.items() for state in sorted(states)},
    },
    first_states={A.FILE: S.WAITING, A.RECEIVE: S.RECEIVED},
)
"""A new case waits for another one or is received at once. Some actions do not change the state."""


_NOT_FOR_FILINGS: Final = frozenset(
    {
        A.REPORT_FLAW,
        A.ACCEPT,
        A.DEEM_ACCEPTED,
        A.ACCEPT_TOLERANTLY,
        A.REFUSE,
        A.GRANT,
        A.GRANT_ON_COMMITMENT,
        A.DENY,
    }
)
TYPED_ACTIONS: Final = _NOT_FOR_FILINGS | {A.RECORD}
"""Actions that depend on the type of the item."""


def is_action_of_type(action: CaseAction, item_type: ItemType) -> bool:
    """Whether cases of items of this type know the action in any state.

    A filing is recorded; it is not accepted, examined, granted or denied (优化营商环境条例 art. 39).
    """
    if HANDLING[item_type].is_recorded:
        return action not in _NOT_FOR_FILINGS
    return action is not A.RECORD


class CaseStanding(NamedTuple):
    """What an application's state depends on: the state of a case, and whether its result was delivered."""

    state: CaseState
    is_delivered: bool

    @property
    def is_over(self) -> bool:
        """Whether neither a decision nor its delivery is left."""
        return self.state not in UNDECIDED and (self.is_delivered or self.state not in DECIDED)


def application_state(cases: Collection[CaseStanding]) -> ApplicationState:
    """The state of an application, derived from its cases.

    Withdrawn when all cases are; finished when no decision or delivery is left; filed while no agency has
    accepted or ended a case; otherwise open.
    """
    if not cases:
        raise ValueError("an application has at least one case")
    if all(case.state is S.WITHDRAWN for case in cases):
        return ApplicationState.WITHDRAWN
    if all(case.is_over for case in cases):
        return ApplicationState.FINISHED
    if all(case.state in {S.WAITING, S.RECEIVED} for case in cases):
        return ApplicationState.FILED
    return ApplicationState.OPEN
