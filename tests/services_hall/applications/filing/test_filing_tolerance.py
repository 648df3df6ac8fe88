"""Tolerance (容缺受理) chosen while an application is filled in: online, at the window, by the API."""

from typing import Any, Final

import pytest

from services_hall import database
from services_hall.applications import answers
from services_hall.applications.filing import offers
from services_hall.applications.filing.tolerance_promises import tolerance_promises
from services_hall.applications.models import Promise, PromiseKind
from services_hall.applications.tolerance.tolerant_acceptance import promise_words
from services_hall.use_cases.terminate_unsupplied import terminate_unsupplied
from tests.support.agency_systems import system
from tests.support.application_pages import begin_application, upload, uploads_of, valid_form
from tests.support.case_decisions import application_row, case_row, end_time
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, request_body, send
from tests.support.tolerant_cases import DEFERRABLE, FOOD, SCENARIO, accept, promised_case

NEEDED: Final = "layout-plan"


def draft_without(hall: Hall, visitor: Visitor, *missing: str) -> tuple[str, dict[str, Any]]:
    """The path of a food permit's draft, and the form with all files but the missing ones."""
    draft = begin_application(visitor, SCENARIO, FOOD)
    visitor.post(f"{draft}/form", valid_form(hall, "li", SCENARIO, FOOD))
    given = [name for name in uploads_of(visitor, draft) if name.removeprefix("material.") not in missing]
    return draft, {"consent": "yes", **{name: upload() for name in given}}


def test_tolerance_is_promised_in_the_form_and_the_officer_can_accept(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft, form = draft_without(hall, li, DEFERRABLE)
    page = li.post(f"{draft}/materials", {**form, "tolerance": "yes"})
    assert page.status_code == 422
    assert '<details class="reckoning" id="file-first" open' in page.text
    assert 'name="tolerance" type="checkbox" value="yes" checked' in page.text
    done = li.post(f"{draft}/materials", {"consent": "yes", "tolerance": "yes", "incomplete": "yes"})
    review = li.follow(done).text
    assert "已选择容缺受理" in review
    assert "自愿选择容缺受理" in review
    filed = li.post(f"{draft}/submit", {"declared": "yes", "incomplete": "yes"})
    assert "已选择容缺受理" in li.follow(filed).text
    with hall.app.app_context():
        (case,) = application_row(filed.headers["Location"].rsplit("/", 1)[1]).cases
        (promise,) = database.reading().query(Promise).filter_by(case_id=case.id)
        assert promise.kind is PromiseKind.TOLERANCE
        (paper,) = case.papers
        assert (paper.kind, paper.details["sha256"]) == ("commitment", promise_words(case).sha256)
        accept(case.number)
        assert case_row(case.number).state == "accepted_tolerantly"


def test_it_stays_a_free_choice(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft, form = draft_without(hall, li, DEFERRABLE)
    li.post(f"{draft}/materials", {**form, "tolerance": "yes", "incomplete": "yes"})
    li.post(f"{draft}/materials", {"consent": "yes", "incomplete": "yes"})
    assert "已选择容缺受理" not in li.get(f"{draft}/review").text
    li.post(f"{draft}/submit", {"declared": "yes", "incomplete": "yes"})
    with hall.app.app_context():
        assert database.reading().query(Promise).count() == 0


@pytest.mark.parametrize(("missing", "offered"), [((DEFERRABLE,), 1), ((DEFERRABLE, NEEDED), 0), ((), 0)])
def test_it_is_offered_where_everything_that_is_missing_may_follow(
    hall: Hall, missing: tuple[str, ...], offered: int
) -> None:
    with hall.app.app_context():
        offer = offers.current_offer(database.reading(), FOOD)
        selection = answers.settle(offer, SCENARIO)
        assert len(tolerance_promises(offer, selection, missing)) == offered


def test_a_system_promises_with_the_application(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    body = {**request_body(market, LI, SCENARIO, FOOD), "incomplete": True, "tolerance": True}
    del body["attachments"][DEFERRABLE]
    answer = send(market, body)
    assert answer.status_code == 201, answer.text
    assert {paper["kind"] for paper in answer.get_json()["papers"]} >= {"receipt", "commitment"}


def test_who_broke_a_promise_is_told_and_keeps_the_draft(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    with hall.app.app_context():
        number = promised_case(market)
        end_time(number, "tolerance_due_on")
        assert terminate_unsupplied() == 1
    li = hall.sign_in("li")
    draft, form = draft_without(hall, li, DEFERRABLE)
    li.post(f"{draft}/materials", {**form, "tolerance": "yes", "incomplete": "yes"})
    answer = li.post(f"{draft}/submit", {"declared": "yes", "incomplete": "yes"})
    assert answer.status_code == 409
    assert "没有按承诺补交容缺的材料" in answer.text
    assert "材料.png" in answer.text
