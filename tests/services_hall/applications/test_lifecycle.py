"""Every state with every action, and the state of an application for any combination of cases."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.enumerations import ItemType
from services_hall.applications.lifecycle import (
    ACCEPTED,
    CASE_TRANSITIONS,
    CHECK_PENDING,
    DECIDED,
    GRANT_ENDED,
    GRANT_HOLDS,
    OUTCOMES,
    RESULT_HOLDS,
    UNDECIDED,
    ApplicationState,
    CaseAction,
    CaseStanding,
    CaseState,
    application_state,
    is_action_of_type,
)
from services_hall.casework.transitions import TransitionRefused

# Written down a second time, by hand: what each state allows and where it leads.
INSIDE = [
    "record_step",
    "hand_over",
    "pause",
    "resume",
    "extend",
    "decline_extension",
    "explain_delay",
    "give_prior_notice",
]
INSIDE += ["receive_statement", "reckon", "record_law"]
INSIDE += ["demand_hearing", "withdraw_hearing_demand", "announce_hearing", "record_hearing"]
ENDS_OF_A_GRANT = {
    "annul": "annulled",
    "withdraw_grant": "grant_withdrawn",
    "cancel_grant": "grant_cancelled",
}
HEARD = ["explain_delay", "give_prior_notice", "receive_statement", "deliver", "reckon"]


def same(state: str, *actions: str) -> dict[str, str]:
    """Actions that are recorded and leave the state as it is."""
    return dict.fromkeys(actions, state)


TABLE = {
    "waiting": {
        "receive": "received",
        "terminate": "terminated",
        "withdraw": "withdrawn",
        **same("waiting", "hand_over"),
    },
    "received": {
        "record": "recorded",
        "accept": "accepted",
        "deem_accepted": "accepted",
        "accept_tolerantly": "accepted_tolerantly",
        "ask_supplement": "supplement_asked",
        "refuse": "refused",
        "declare_not_in_power": "not_in_power",
        "declare_no_licence_needed": "no_licence_needed",
        "terminate": "terminated",
        "withdraw": "withdrawn",
        "deem_renewed": "granted",
        **same("received", "correct", "hand_over", "reckon", "report_flaw"),
    },
    "supplement_asked": {
        "supplement": "received",
        "close": "closed",
        "terminate": "terminated",
        "withdraw": "withdrawn",
        **same("supplement_asked", "hand_over"),
    },
    "accepted": {
        "begin_review": "in_review",
        "grant": "granted",
        "grant_on_commitment": "granted_on_commitment",
        "deny": "denied",
        "terminate": "terminated",
        "withdraw": "withdrawn",
        "deem_renewed": "granted",
        **same("accepted", *INSIDE, "give_missing"),
    },
    "accepted_tolerantly": {
        "supply": "accepted",
        "deny": "denied",
        "terminate": "terminated",
        "withdraw": "withdrawn",
        **same("accepted_tolerantly", *INSIDE, "postpone_supply", "plead_force_majeure", "decline_plea"),
    },
    "in_review": {
        "grant": "granted",
        "deny": "denied",
        "terminate": "terminated",
        "withdraw": "withdrawn",
        "deem_renewed": "granted",
        **same("in_review", *INSIDE, "give_missing"),
    },
    "recorded": {
        "annul": "record_annulled",
        "cancel_grant": "record_cancelled",
        **same("recorded", "give_prior_notice", "receive_statement", "deliver"),
    },
    "granted": {**ENDS_OF_A_GRANT, **same("granted", *HEARD)},
    "granted_on_commitment": {
        "keep": "granted",
        "order_correction": "correction_ordered",
        **ENDS_OF_A_GRANT,
        **same("granted_on_commitment", *HEARD, "hand_over"),
    },
    "correction_ordered": {
        "keep": "granted",
        **ENDS_OF_A_GRANT,
        **same("correction_ordered", *HEARD, "hand_over"),
    },
    "denied": same("denied", "explain_delay", "deliver"),
    "not_in_power": same("not_in_power", "deliver"),
    "no_licence_needed": same("no_licence_needed", "deliver"),
    "refused": same("refused", "deliver"),
    "closed": same("closed", "deliver"),
    "terminated": same("terminated", "deliver"),
    "annulled": same("annulled", "deliver"),
    "grant_withdrawn": same("grant_withdrawn", "deliver"),
    "grant_cancelled": same("grant_cancelled", "deliver"),
    "record_annulled": same("record_annulled", "deliver"),
    "record_cancelled": same("record_cancelled", "deliver"),
}
ANYWHERE = {"object", "deliver_notice"}
"""Actions that are recorded in every state."""
ENDS = {"withdrawn"}
WITH_OUTCOME = {
    "recorded": "recorded",
    "granted": "granted",
    "granted_on_commitment": "granted",
    "denied": "denied",
    "refused": "refused",
    "not_in_power": "not_in_power",
    "no_licence_needed": "no_licence_needed",
    "closed": "returned",
    "terminated": "terminated",
    "withdrawn": "withdrawn",
}


@pytest.mark.parametrize(("state", "action"), list(product(CaseState, CaseAction)))
def test_only_the_listed_steps_are_possible(state: CaseState, action: CaseAction) -> None:
    expected = str(state) if action in ANYWHERE else TABLE.get(state, {}).get(action)
    if expected is None:
        with pytest.raises(TransitionRefused) as refused:
            CASE_TRANSITIONS.next_state(state, action)
        assert (refused.value.state, refused.value.action) == (state, action)
    else:
        assert CASE_TRANSITIONS.next_state(state, action) == expected


@pytest.mark.parametrize("state", list(CaseState))
def test_the_possible_actions_are_those_of_the_table(state: CaseState) -> None:
    possible = {str(action) for action in CASE_TRANSITIONS.possible_actions(state)}
    assert possible == set(TABLE.get(state, {})) | ANYWHERE


def test_what_has_ended_leads_nowhere_and_everything_else_leads_somewhere() -> None:
    assert {state for state in CaseState if set(CASE_TRANSITIONS.possible_actions(state)) == ANYWHERE} == ENDS


def test_the_first_state_after_the_end_of_a_case_gives_its_outcome() -> None:
    assert {str(state): str(outcome) for state, outcome in OUTCOMES.items()} == WITH_OUTCOME
    entered = {
        to
        for (state, _), to in CASE_TRANSITIONS.next_states.items()
        if state in UNDECIDED and to not in UNDECIDED
    }
    assert entered == set(OUTCOMES)


def test_no_action_leads_from_a_decided_case_back_to_an_undecided_one() -> None:
    back = [
        (state, action)
        for (state, action), to in CASE_TRANSITIONS.next_states.items()
        if state not in UNDECIDED and to in UNDECIDED
    ]
    assert back == []


def test_a_case_begins_received_or_waiting() -> None:
    assert CASE_TRANSITIONS.first_states == {"file": "waiting", "receive": "received"}


def test_every_state_can_be_reached_and_every_open_state_can_end() -> None:
    reached, frontier = {CaseState.WAITING}, {CaseState.WAITING}
    while frontier:
        frontier = {
            to for (state, _), to in CASE_TRANSITIONS.next_states.items() if state in frontier
        } - reached
        reached |= frontier
    assert reached == set(CaseState)
    ending = {str(state) for state in CaseState} - {str(state) for state in UNDECIDED}
    while (
        more := {str(state) for (state, _), to in CASE_TRANSITIONS.next_states.items() if to in ending}
        - ending
    ):
        ending |= more
    assert ending == set(CaseState)


def test_the_clock_runs_only_while_undecided_and_a_grant_holds_only_after_it() -> None:
    assert ACCEPTED < UNDECIDED
    assert not GRANT_HOLDS & UNDECIDED
    assert not GRANT_ENDED & RESULT_HOLDS
    assert CHECK_PENDING < GRANT_HOLDS < RESULT_HOLDS < DECIDED


@pytest.mark.parametrize("action", list(CaseAction))
def test_a_filing_is_recorded_and_nothing_else_is(action: CaseAction) -> None:
    """优化营商环境条例 art. 39: a filing is not accepted, examined, granted or denied."""
    examined = {
        "accept",
        "deem_accepted",
        "accept_tolerantly",
        "report_flaw",
        "refuse",
        "grant",
        "grant_on_commitment",
        "deny",
    }
    assert is_action_of_type(action, ItemType.FILING) == (action not in examined)
    for item_type in set(ItemType) - {ItemType.FILING}:
        assert is_action_of_type(action, item_type) == (action != "record")


STANDINGS = st.builds(CaseStanding, st.sampled_from(CaseState), st.booleans())


@given(st.lists(STANDINGS, min_size=1, max_size=8))
def test_an_application_is_what_its_cases_make_it(cases: list[CaseStanding]) -> None:
    state = application_state(cases)
    assert (state is ApplicationState.WITHDRAWN) == ({case.state for case in cases} == {CaseState.WITHDRAWN})
    is_anything_to_come = any(
        case.state in UNDECIDED or (case.state in DECIDED and not case.is_delivered) for case in cases
    )
    assert is_anything_to_come == (state in {ApplicationState.FILED, ApplicationState.OPEN})
    if state is ApplicationState.FILED:
        assert {case.state for case in cases} <= {CaseState.WAITING, CaseState.RECEIVED}


@pytest.mark.parametrize("state", list(CaseState))
def test_a_decision_is_over_only_when_it_is_delivered(state: CaseState) -> None:
    assert CaseStanding(state, is_delivered=True).is_over == (state not in UNDECIDED)
    assert CaseStanding(state, is_delivered=False).is_over == (state not in UNDECIDED | DECIDED)


@given(st.lists(STANDINGS, min_size=1, max_size=8), st.randoms())
def test_an_application_does_not_depend_on_the_order_of_its_cases(
    cases: list[CaseStanding], dice: object
) -> None:
    shuffled = sorted(cases, key=lambda _: dice.random())  # type: ignore[attr-defined]
    assert application_state(shuffled) is application_state(cases)


@given(st.lists(STANDINGS, min_size=1, max_size=8), st.data())
def test_an_application_never_goes_back_to_filed_once_something_has_happened(
    cases: list[CaseStanding], data: st.DataObject
) -> None:
    steps = [
        (place, action)
        for place, case in enumerate(cases)
        for action in CASE_TRANSITIONS.possible_actions(case.state)
    ]
    if not steps or application_state(cases) is not ApplicationState.OPEN:
        return
    place, action = data.draw(st.sampled_from(steps))
    after = [*cases]
    after[place] = CaseStanding(CASE_TRANSITIONS.next_state(cases[place].state, action), is_delivered=False)
    came_back = cases[place].state is CaseState.SUPPLEMENT_ASKED and action is CaseAction.SUPPLEMENT
    assert came_back or application_state(after) is not ApplicationState.FILED


def test_an_application_without_cases_is_a_defect() -> None:
    with pytest.raises(ValueError, match="at least one case"):
        application_state([])
