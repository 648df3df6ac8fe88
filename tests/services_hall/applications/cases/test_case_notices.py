"""Notices of cases: each event tells the people who may read the application, once, and nobody else."""

import pytest

from services_hall.applications.cases.case_notices import TOPICS
from services_hall.applications.lifecycle import CaseAction as A
from services_hall.notices.enumerations import NoticeTopic as T
from tests.support.agency_systems import system
from tests.support.case_decisions import decide, grant
from tests.support.hall import Hall
from tests.support.notices import notices_of, topics_of
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.supplements import AREA_DEMAND, ask_supplement, give_supplement, in_days
from tests.support.waiting_jobs import do_jobs

SILENT = {
    A.FILE,
    A.RECEIVE,
    A.CORRECT,
    A.SUPPLEMENT,
    A.SUPPLY,
    A.PLEAD_FORCE_MAJEURE,
    A.DELIVER_NOTICE,
    A.GIVE_MISSING,
    A.BEGIN_REVIEW,
    A.RECORD_STEP,
    A.RECORD_LAW,
    A.HAND_OVER,
    A.DECLINE_EXTENSION,
    A.GIVE_PRIOR_NOTICE,
    A.RECEIVE_STATEMENT,
    A.DEMAND_HEARING,
    A.WITHDRAW_HEARING_DEMAND,
    A.ANNOUNCE_HEARING,
    A.RECORD_HEARING,
    A.DELIVER,
    A.KEEP,
    A.WITHDRAW,
    A.OBJECT,
}
"""Steps inside the agency, the applicant's own, and those of which another rule tells."""


@pytest.mark.parametrize("action", A)
def test_every_action_tells_of_something_or_is_listed_as_silent(action: A) -> None:
    assert (action in TOPICS) != (action in SILENT)
    expected = {A.ACCEPT: T.ACCEPTED, A.DEEM_ACCEPTED: T.ACCEPTED, A.ACCEPT_TOLERANTLY: T.ACCEPTED}
    expected |= {A.ASK_SUPPLEMENT: T.SUPPLEMENT_ASKED, A.EXTEND: T.EXTENDED}
    expected |= dict.fromkeys((A.ANNUL, A.WITHDRAW_GRANT, A.CANCEL_GRANT), T.GRANT_ENDED)
    expected |= {A.ORDER_CORRECTION: T.CORRECTION_ORDERED, A.POSTPONE_SUPPLY: T.SUPPLY_POSTPONED}
    expected |= {A.REPORT_FLAW: T.FLAW_REPORTED, A.DECLINE_PLEA: T.PLEA_DECLINED}
    expected |= {A.PAUSE: T.CLOCK_STOPPED, A.RESUME: T.CLOCK_RESUMED}
    expected |= {A.RECKON: T.DAYS_MOVED, A.EXPLAIN_DELAY: T.DELAY_EXPLAINED}
    assert TOPICS.get(action, T.DECIDED) is expected.get(action, T.DECIDED)


def test_the_applicant_with_an_account_is_told_from_the_receipt_to_the_result(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = file_restaurant(market, LI)
    food = case_of(application, "SPJY-XB")
    number = food["number"]
    assert ask_supplement(market, food, AREA_DEMAND).status_code == 200
    assert give_supplement(market, food, answers={"premises_area": "61"}).status_code == 200
    grant(market, food)
    assert topics_of(hall, "li", number) == [T.SUPPLEMENT_ASKED, T.ACCEPTED, T.DECIDED]
    do_jobs(hall, "receipt", "grant")
    assert topics_of(hall, "li", number)[3:] == [T.RESULT_READY]
    told = notices_of(hall, "li", application["number"])
    receipts = [one for one in told if one.topic is T.RECEIPT]
    assert [(one.subject, one.name) for one in receipts] == [(application["number"], application["name"])]
    asked = next(one for one in told if one.topic is T.SUPPLEMENT_ASKED)
    assert (asked.name, asked.until) == (food["item_name"], in_days(20))
    for stranger in ("zhang", "chen", "shichang"):
        assert topics_of(hall, stranger) == []


def test_an_action_that_is_refused_tells_nothing(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert decide(market, food).status_code == 409
    assert topics_of(hall, "li", food["number"]) == []
