"""Every state with every action, and the state of an application for any combination of cases."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services_hall.applications.lifecycle import (
    ACCEPTED,
    CASE_TRANSITIONS,
    FAVOURABLE,
    UNDECIDED,
    UNFINISHED,
    ApplicationState,
    CaseAction,
    CaseState,
    application_state,
)
from services_hall.casework.transitions import TransitionRefused

# Written down a second time, by hand: what each state allows and where it leads.
TABLE = {
    "waiting": {"receive": "received", "terminate": "terminated", "withdraw": "withdrawn"},
    "received": {
        "accept": "accepted",
        "accept_tolerantly": "accepted_tolerantly",
        "ask_supplement": "supplement_asked",
        "refuse": "refused",
        "declare_not_in_power": "not_in_power",
        "declare_no_licence_needed": "no_licence_needed",
        "withdraw": "withdrawn",
    },
    "supplement_asked": {"supplement": "received", "close": "closed", "withdraw": "withdrawn"},
    "accepted": {
        "begin_review": "in_review",
        "grant": "granted",
        "grant_on_commitment": "granted_on_commitment",
        "deny": "denied",
        "terminate": "terminated",
        "withdraw": "withdrawn",
    },
    "accepted_tolerantly": {"supply": "accepted", "terminate": "terminated", "withdraw": "withdrawn"},
    "in_review": {
        "grant": "granted",
        "deny": "denied",
        "terminate": "terminated",
        "withdraw": "withdrawn",
    },
    "granted": {"deliver": "delivered"},
    "denied": {"deliver": "delivered"},
    "granted_on_commitment": {"keep": "kept", "annul": "annulled"},
}
ENDS = {"delivered", "kept", "annulled", "not_in_power", "no_licence_needed", "refused"}
ENDS |= {"closed", "terminated", "withdrawn"}


@pytest.mark.parametrize(("state", "action"), list(product(CaseState, CaseAction)))
def test_only_the_listed_steps_are_possible(state: CaseState, action: CaseAction) -> None:
    expected = TABLE.get(state, {}).get(action)
    if expected is None:
        with pytest.raises(TransitionRefused) as refused:
            CASE_TRANSITIONS.next_state(state, action)
        assert (refused.value.state, refused.value.action) == (state, action)
    else:
        assert CASE_TRANSITIONS.next_state(state, action) == expected


@pytest.mark.parametrize("state", list(CaseState))
def test_the_possible_actions_are_those_of_the_table(state: CaseState) -> None:
    assert {str(action) for action in CASE_TRANSITIONS.possible_actions(state)} == set(TABLE.get(state, {}))


def test_what_has_ended_leads_nowhere_and_everything_else_leads_somewhere() -> None:
    assert {state for state in CaseState if not CASE_TRANSITIONS.possible_actions(state)} == ENDS


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
    ending = set(ENDS)
    while (
        more := {str(state) for (state, _), to in CASE_TRANSITIONS.next_states.items() if to in ending}
        - ending
    ):
        ending |= more
    assert ending == set(CaseState)


def test_nothing_undecided_counts_as_finished_and_the_clock_runs_only_while_undecided() -> None:
    assert ACCEPTED < UNDECIDED < UNFINISHED
    assert not FAVOURABLE & UNDECIDED
    assert not ENDS & UNFINISHED


@given(st.lists(st.sampled_from(CaseState), min_size=1, max_size=8))
def test_an_application_is_what_its_cases_make_it(cases: list[CaseState]) -> None:
    state = application_state(cases)
    assert (state is ApplicationState.WITHDRAWN) == (set(cases) == {CaseState.WITHDRAWN})
    is_anything_to_come = any(case in UNFINISHED for case in cases)
    assert is_anything_to_come == (state in {ApplicationState.FILED, ApplicationState.OPEN})
    if state is ApplicationState.FILED:
        assert set(cases) <= {CaseState.WAITING, CaseState.RECEIVED}


@given(st.lists(st.sampled_from(CaseState), min_size=1, max_size=8), st.randoms())
def test_an_application_does_not_depend_on_the_order_of_its_cases(
    cases: list[CaseState], dice: object
) -> None:
    shuffled = sorted(cases, key=lambda _: dice.random())  # type: ignore[attr-defined]
    assert application_state(shuffled) is application_state(cases)


@given(st.lists(st.sampled_from(CaseState), min_size=1, max_size=8), st.data())
def test_an_application_never_goes_back_to_filed_once_something_has_happened(
    cases: list[CaseState], data: st.DataObject
) -> None:
    steps = [
        (place, action)
        for place, case in enumerate(cases)
        for action in CASE_TRANSITIONS.possible_actions(case)
    ]
    if not steps or application_state(cases) is not ApplicationState.OPEN:
        return
    place, action = data.draw(st.sampled_from(steps))
    after = [*cases]
    after[place] = CASE_TRANSITIONS.next_state(cases[place], action)
    came_back = cases[place] is CaseState.SUPPLEMENT_ASKED and action is CaseAction.SUPPLEMENT
    assert came_back or application_state(after) is not ApplicationState.FILED


def test_an_application_without_cases_is_a_defect() -> None:
    with pytest.raises(ValueError, match="at least one case"):
        application_state([])
