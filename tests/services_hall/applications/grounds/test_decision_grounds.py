"""What a decision rests on: conditions and article of the guide, and the order of acceptance."""

import pytest

from guides.enumerations import Unit
from guides.errors import FieldProblem
from guides.terms import Condition, GuideTerms, LegalBasis, LegalLimit, Limits, PromisedLimit
from guides.terms.model.access import Access
from guides.terms.model.results import Reconsideration, Remedies, Result
from services_hall import database
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.errors import ActionInvalid, ReasonMissing
from services_hall.applications.examination.steps import REVIEW_CONFIRMED, SITE_CHECK_REASON, inside_steps
from services_hall.applications.grounds.decision_grounds import chosen_basis, denial_reason
from services_hall.applications.models import Case
from services_hall.database import reading
from tests.support.agency_systems import actor_of, system
from tests.support.case_decisions import STEPS_DONE, accept, case_row
from tests.support.demo_applications import person
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, case_of, file_restaurant

TERMS = GuideTerms(
    code="X-1",
    name="事项",
    legal_bases=(
        LegalBasis(key="law-1", law="某法", article="第一条"),
        LegalBasis(key="remedy-20", law="复议法", article="第二十条"),
        LegalBasis(key="remedy-24", law="复议法", article="第二十四条"),
    ),
    conditions=(Condition(key="place", text="有固定场所。"), Condition(key="staff", text="有管理人员；")),
    limits=Limits(
        legal=LegalLimit(days=20, unit=Unit.WORKING_DAY),
        promised=PromisedLimit(days=5, unit=Unit.WORKING_DAY),
    ),
    result=Result(),
    remedies=Remedies(reconsideration=Reconsideration(to="某机关", days=60, basis="remedy-20")),
    access=Access(),
)


@pytest.mark.parametrize(
    ("conditions", "words", "reason"),
    [
        ((), " 面积不足 ", "面积不足"),
        (("place",), "", "不符合以下条件：有固定场所。"),
        (("staff", "place"), "现场核实", "不符合以下条件：有固定场所；有管理人员。现场核实"),
    ],
)
def test_the_reason_names_the_conditions_in_the_guides_words_and_order(
    conditions: tuple[str, ...], words: str, reason: str
) -> None:
    assert denial_reason(TERMS, conditions, words) == reason


def test_a_denial_without_condition_and_words_has_no_reason() -> None:
    with pytest.raises(ReasonMissing):
        denial_reason(TERMS, (), "  ")


def test_a_condition_that_the_guide_does_not_have_is_refused_at_its_field() -> None:
    with pytest.raises(ActionInvalid) as refused:
        denial_reason(TERMS, ("height",), "身高不足")
    assert refused.value.errors == {"conditions": FieldProblem(ActionFault.CONDITION_NOT_IN_GUIDE)}


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        (None, ActionFault.ARTICLE_MISSING),
        ("", ActionFault.ARTICLE_MISSING),
        ("law-2", ActionFault.ARTICLE_NOT_IN_GUIDE),
        ("remedy-20", ActionFault.ARTICLE_NOT_IN_GUIDE),
        ("remedy-24", ActionFault.ARTICLE_NOT_IN_GUIDE),
    ],
)
def test_a_denial_rests_on_an_article_of_the_guide(key: str | None, fault: ActionFault) -> None:
    assert chosen_basis(TERMS, "law-1") == "law-1"
    with pytest.raises(ActionInvalid) as refused:
        chosen_basis(TERMS, key)
    assert refused.value.errors == {"basis_key": FieldProblem(fault)}


def test_a_system_is_told_the_missing_article_and_nothing_is_decided(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    body = {"outcome": "deny", "reason": "面积不足"}
    answer = market.post(f"/cases/{food['number']}/decision", body)
    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"basis_key"}
    answer = market.post(f"/cases/{food['number']}/decision", {**body, "basis_key": "yczm-16"})
    assert answer.status_code == 422
    answer = market.post(
        f"/cases/{food['number']}/decision",
        {**body, **STEPS_DONE, "basis_key": "spaq-33", "conditions": ["place"]},
    )
    assert answer.get_json()["state"] == "denied"
    with hall.app.app_context():
        case = case_row(food["number"])
        assert case.basis_key == "spaq-33"
        assert case.reason is not None
        assert case.reason.startswith("不符合以下条件：")
        assert case.reason.endswith("面积不足")


def test_the_page_keeps_what_was_ticked_and_typed(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    officer = hall.sign_in("shichang")
    typed = {"outcome": "deny", "reason": "操作间面积不足", "conditions": ["place"]}
    answer = officer.post(f"/desk/cases/{food['number']}/decision", typed)
    assert answer.status_code == 422
    assert 'id="error-basis_key"' in answer.text
    assert "操作间面积不足" in answer.text
    assert 'value="place" checked' in answer.text


@pytest.fixture
def two_tobacco_cases(either_hall: Hall) -> tuple[str, str]:
    """Two accepted cases of an item with a limited number of grants, the earlier one first."""
    market = system(either_hall, "market_supervision")
    tobacco = system(either_hall, "tobacco_monopoly")
    numbers = []
    for key in ("earlier-case", "later-case"):
        case = case_of(file_restaurant(market, LI, key=key), "YCLS-XB")
        assert accept(tobacco, case).status_code == 200
        numbers.append(str(case["number"]))
    return numbers[0], numbers[1]


def state_of(hall: Hall, number: str) -> str:
    with hall.app.app_context():
        reading().expire_all()
        case: Case = case_row(number)
        return case.state


def grant_at_desk(visitor: Visitor, number: str, order_reason: str = "") -> int:
    body = {"outcome": "grant", **STEPS_DONE, "order_reason": order_reason}
    return visitor.post(f"/desk/cases/{number}/decision", body).status_code


def test_a_limited_number_is_granted_in_the_order_of_acceptance(
    either_hall: Hall, two_tobacco_cases: tuple[str, str]
) -> None:
    first, second = two_tobacco_cases
    officer = either_hall.sign_in("yancao")
    assert first in officer.get(f"/desk/cases/{second}").text
    body = {"outcome": "grant", **STEPS_DONE, "order_reason": " "}
    answer = officer.post(f"/desk/cases/{second}/decision", body)
    assert answer.status_code == 422
    assert 'id="error-order_reason"' in answer.text
    assert grant_at_desk(officer, first) == 303
    assert grant_at_desk(officer, second) == 303
    assert state_of(either_hall, second) == "granted"


def test_of_cases_accepted_in_the_same_instant_the_lower_number_comes_first(
    either_hall: Hall, two_tobacco_cases: tuple[str, str]
) -> None:
    first, second = two_tobacco_cases
    with either_hall.app.app_context(), database.transaction() as session:
        earlier, later = (session.merge(case_row(number)) for number in two_tobacco_cases)
        later.accepted_at = earlier.accepted_at
    officer = either_hall.sign_in("yancao")
    assert grant_at_desk(officer, second) == 422
    assert grant_at_desk(officer, first) == 303
    assert grant_at_desk(officer, second) == 303


def test_a_grant_out_of_order_needs_a_reason_that_stands_in_the_log(
    either_hall: Hall, two_tobacco_cases: tuple[str, str]
) -> None:
    first, second = two_tobacco_cases
    officer = either_hall.sign_in("yancao")
    assert grant_at_desk(officer, second, "先受理的申请人书面同意") == 303
    assert state_of(either_hall, second) == "granted"
    assert f"先于{first}准予：先受理的申请人书面同意" in officer.get(f"/desk/cases/{second}").text


def test_a_decision_accounts_for_the_review_and_the_site_check(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    answer = market.post(f"/cases/{food['number']}/decision", {"outcome": "grant"})
    assert (answer.status_code, set(answer.get_json()["errors"])) == (
        422,
        {REVIEW_CONFIRMED, SITE_CHECK_REASON},
    )
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{food['number']}"
    for form in ("grant", "denial"):
        page = officer.get(path, act=form).text
        assert (f'name="{REVIEW_CONFIRMED}"' in page, f'name="{SITE_CHECK_REASON}"' in page) == (True, True)
    typed = {"outcome": "grant", SITE_CHECK_REASON: "三个月前刚去过"}
    refused = officer.post(f"{path}/decision", typed)
    assert refused.status_code == 422
    assert f'id="error-{REVIEW_CONFIRMED}"' in refused.text
    assert "三个月前刚去过" in refused.text
    assert officer.post(f"{path}/decision", {**typed, REVIEW_CONFIRMED: "1"}).status_code == 303
    page = officer.get(path).text
    assert "没有进行：三个月前刚去过" in page
    with hall.app.app_context():
        reading().expire_all()
        review, check = inside_steps(case_row(food["number"]))
        assert review.officer_id == person("shichang").account_id
        assert (check.started_at, check.finished_at, check.officer_id) == (None, None, None)


def test_a_review_stays_with_the_officer_who_recorded_it(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{food['number']}"
    assert (
        market.post(f"/cases/{food['number']}/steps", {"step": "review", "text": "符合"}).status_code == 200
    )
    assert f'name="{REVIEW_CONFIRMED}"' not in officer.get(path, act="grant").text
    assert (
        officer.post(f"{path}/decision", {"outcome": "grant", SITE_CHECK_REASON: "不需要"}).status_code == 303
    )
    with hall.app.app_context():
        reading().expire_all()
        review, check = inside_steps(case_row(food["number"]))
        assert review.officer_id == actor_of("market_supervision").account_id
        assert check.started_at is None
