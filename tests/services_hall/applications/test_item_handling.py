"""How cases of each type of item are handled, and what their agencies owe first; the table by hand."""

import pytest

from guides.enumerations import ItemType
from services_hall.applications.clocks.obligations import CASE_OBLIGATIONS, CaseDuty, agency_duty
from services_hall.applications.item_handling import HANDLING, Handling
from services_hall.applications.lifecycle import CaseAction, CaseState, is_action_of_type
from services_hall.casework.obligations import Debtor

DECIDED = Handling(is_recorded=False, is_licensing=False)
BY_HAND = {
    ItemType.LICENCE: Handling(is_recorded=False, is_licensing=True),
    ItemType.CONFIRMATION: DECIDED,
    ItemType.REGISTRATION: DECIDED,
    ItemType.FILING: Handling(is_recorded=True, is_licensing=False),
    ItemType.PAYMENT: DECIDED,
    ItemType.PUBLIC_SERVICE: DECIDED,
    ItemType.OTHER_POWER: DECIDED,
}


@pytest.mark.parametrize("item_type", ItemType)
def test_each_type_of_item_is_handled_as_the_table_says(item_type: ItemType) -> None:
    assert HANDLING[item_type] == BY_HAND[item_type]


@pytest.mark.parametrize("item_type", ItemType)
def test_a_case_is_either_recorded_or_accepted_and_decided(item_type: ItemType) -> None:
    is_recorded = HANDLING[item_type].is_recorded
    assert is_action_of_type(CaseAction.RECORD, item_type) == is_recorded
    for action in (CaseAction.ACCEPT, CaseAction.GRANT, CaseAction.DENY, CaseAction.REFUSE):
        assert is_action_of_type(action, item_type) != is_recorded


@pytest.mark.parametrize("item_type", ItemType)
@pytest.mark.parametrize("state", CaseState)
def test_only_of_a_received_filing_the_agency_owes_something_else(
    state: CaseState, item_type: ItemType
) -> None:
    obligations = CASE_OBLIGATIONS.of(state, Debtor.AGENCY)
    expected = obligations[0].duty if obligations else None
    if state is CaseState.RECEIVED and item_type is ItemType.FILING:
        expected = CaseDuty.SUPPLEMENT_NOTICE
    assert agency_duty(state, item_type) == expected
    paused = CaseDuty.PROCEDURE_END if expected is CaseDuty.DECISION else expected
    assert agency_duty(state, item_type, is_paused=True) == paused
