"""No ending of a case is shown or counted as something that it is not."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from guides.enumerations import ItemType
from services_hall.applications.lifecycle import (
    OUTCOMES,
    RESULT_HOLDS,
    UNDECIDED,
    CaseAction,
    CaseOutcome,
    CaseStanding,
    CaseState,
)
from services_hall.applications.models import Application, Case, NoticeKind
from services_hall.presentation import case_words
from tests.support.loaded_cases import case_of_type

NOT_GRANTED = {
    CaseState.DENIED: "不予许可",
    CaseState.REFUSED: "不予受理",
    CaseState.NOT_IN_POWER: "不予受理（不属本部门职权）",
    CaseState.NO_LICENCE_NEEDED: "不受理（依法不需要办理）",
    CaseState.CLOSED: "退件（没有按期补正）",
    CaseState.TERMINATED: "终止办理",
    CaseState.WITHDRAWN: "已撤回申请",
    CaseState.ANNULLED: "已撤销（曾准予）",
    CaseState.GRANT_WITHDRAWN: "已撤回（曾准予）",
    CaseState.GRANT_CANCELLED: "已注销（曾准予）",
    CaseState.RECORD_ANNULLED: "备案已撤销",
    CaseState.RECORD_CANCELLED: "备案已注销",
}


def case(state: CaseState, *, is_delivered: bool = True) -> Case:
    found = case_of_type(ItemType.LICENCE, state=state, outcome=OUTCOMES.get(state))
    found.delivered_at = datetime(2026, 11, 28, tzinfo=UTC) if is_delivered else None
    return found


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("is_delivered", [True, False])
def test_only_a_result_in_force_is_green(state: CaseState, *, is_delivered: bool) -> None:
    standing = CaseStanding(state, is_delivered)
    assert (case_words.status_colour(standing) == "green") == (
        state in RESULT_HOLDS - {CaseState.CORRECTION_ORDERED}
    )


@pytest.mark.parametrize(("state", "words"), NOT_GRANTED.items())
def test_each_ending_says_what_it_is(empty_hall: Flask, state: CaseState, words: str) -> None:
    with empty_hall.test_request_context():
        assert words in str(case_words.status_words(CaseStanding(state, is_delivered=True), ItemType.LICENCE))


def test_every_state_outcome_and_action_has_words() -> None:
    for item_type in ItemType:
        for said, values in (
            (case_words.state_words, CaseState),
            (case_words.outcome_words, CaseOutcome),
            (case_words.action_words, CaseAction),
            (case_words.notice_words, NoticeKind),
        ):
            assert all(said(value, item_type) is not None for value in values)


@pytest.mark.parametrize("state", sorted(set(CaseState) - UNDECIDED))
def test_the_headline_counts_what_was_not_granted(empty_hall: Flask, state: CaseState) -> None:
    application = Application(cases=[case(CaseState.GRANTED), case(state), case(CaseState.RECEIVED)])
    with empty_hall.test_request_context():
        sentence = case_words.results_sentence(application)
    not_wished = {CaseState.WITHDRAWN, CaseState.NO_LICENCE_NEEDED}
    assert ("其中 1 件没有获准" in sentence) == (state in set(NOT_GRANTED) - not_wished)


def test_an_application_of_one_case_is_said_by_its_case(empty_hall: Flask) -> None:
    with empty_hall.test_request_context():
        denied = case_words.results_sentence(Application(cases=[case(CaseState.DENIED)]))
        waiting = case_words.results_sentence(Application(cases=[case(CaseState.DENIED, is_delivered=False)]))
    assert (denied, waiting) == ("已办结·不予许可", "不予许可，待送达")
