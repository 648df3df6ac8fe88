"""Nobody invents who hears remedies: what the data does not name is asked of the agency by telephone."""

import pytest
from flask import Flask

from guides.enumerations import ItemType
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.presentation.remedy_words import remedy_ways
from tests.support.loaded_cases import case_of_type

PHONE = "027-00000000"
GOVERNMENT, COURT = "武汉市江岸区人民政府", "示例人民法院"


@pytest.mark.parametrize("appeal_body", [GOVERNMENT, None])
@pytest.mark.parametrize("court", [COURT, None])
def test_what_is_not_named_is_asked_of_the_agency(
    empty_hall: Flask, appeal_body: str | None, court: str | None
) -> None:
    case = case_of_type(ItemType.LICENCE, state=CaseState.DENIED, outcome=CaseOutcome.DENIED)
    case.implementation.appeal_body, case.implementation.court = appeal_body, court
    with empty_hall.test_request_context():
        review, lawsuit = remedy_ways(case)
    assert (review.phone, lawsuit.phone) == ("" if appeal_body else PHONE, "" if court else PHONE)
