"""The clock of a case: special procedures stop it, the head extends it, a missed promise is explained."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from guides.calendar import add_working_days
from guides.calendar.official_days import load_calendar
from services_hall import database
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.applications.models import Case, LimitExtension, SpecialProcedure
from services_hall.applications.paper_texts import clocks
from services_hall.clock import utc_now
from services_hall.documents.texts import Printing
from services_hall.identity import Role
from services_hall.identity.models import AccountPost
from services_hall.notices.enumerations import NoticeTopic as T
from services_hall.use_cases.decide_extension import ExtensionAnswer, decide_extension
from tests.support.agency_systems import System, system
from tests.support.case_decisions import STEPS_DONE, accept, case_row, decide, end_time, grant, row_count
from tests.support.demo_applications import person
from tests.support.hall import Hall
from tests.support.new_editions import end_with_handing_over, publish_again
from tests.support.notices import topics_of
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.supplements import in_days

PRINTING = Printing("文书", "1", "大厅", "http://localhost", is_demo=True)


@pytest.fixture
def food(market: System) -> dict[str, Any]:
    """An accepted food permit: promised and legal limit in working days from acceptance."""
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    answer = accept(market, case)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def begin_procedure(desk: System, case: dict[str, Any], days: int = 9, reason: str = "需要检验") -> Any:
    body = {
        "kind": "goods_examination",
        "reason": reason,
        "planned_until": in_days(days).isoformat(),
    }
    return desk.post(f"/cases/{case['number']}/special-procedure", body)


def ask_extension(desk: System, case: dict[str, Any], amount: int = 5, reason: str = "案情复杂") -> Any:
    path = f"/cases/{case['number']}"
    officer = desk.get(f"{path}/officers").get_json()[0]["id"]
    return desk.post(f"{path}/extension", {"officer": officer, "amount": amount, "reason": reason})


def day_after(start: str, days: int) -> date:
    """The working day that many working days after a day; needs an application context."""
    return add_working_days(date.fromisoformat(start), days, load_calendar(database.reading())).day


def make_late(hall: Hall, number: str, days: int) -> None:
    """Move the promised day of the case into the past."""
    with hall.app.app_context(), database.transaction() as session:
        case = session.get_one(Case, case_row(number).id)
        case.decision_due_on = in_days(-days)
        case.legal_due_on = in_days(30)


def test_acceptance_keeps_the_promised_and_the_legal_day(either_hall: Hall, food: dict[str, Any]) -> None:
    with either_hall.app.app_context():
        case = case_row(food["number"])
        limits = case.application_item.edition.terms.limits
        assert food["clock_starts_on"] == in_days(0).isoformat()
        assert food["decision_due_on"] == day_after(in_days(0).isoformat(), limits.promised.days).isoformat()
        assert limits.legal.days is not None
        assert food["legal_due_on"] == day_after(in_days(0).isoformat(), limits.legal.days).isoformat()
        assert food["overdue"] is None


def test_a_procedure_stops_the_clock_and_moves_both_days_at_its_end(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    paused = begin_procedure(market, food)
    assert paused.status_code == 200, paused.text
    assert paused.get_json()["paused_on"] == in_days(0).isoformat()
    assert paused.get_json()["decision_due_on"] > food["decision_due_on"]
    with either_hall.app.app_context():
        (paper,) = [one for one in case_row(food["number"]).papers if one.kind == "special_procedure"]
        text = "".join(clocks.procedure_text(paper, PRINTING).paragraphs)
        assert "检验" in text
        assert "需要检验" in text
        assert "第四十五条" in text
    ended = market.post(f"/cases/{food['number']}/special-procedure/end").get_json()
    assert ended["paused_on"] is None
    assert food["decision_due_on"] <= ended["decision_due_on"] < paused.get_json()["decision_due_on"]
    with either_hall.app.app_context():
        procedure = database.reading().scalars(select(SpecialProcedure)).one()
        assert (procedure.begun_on, procedure.ended_on) == (in_days(0), in_days(0))
    told = topics_of(either_hall, "li", food["number"])
    assert told == [T.ACCEPTED, T.CLOCK_STOPPED, T.CLOCK_RESUMED]


def test_while_a_procedure_runs_nothing_is_decided_and_no_second_one_begins(
    market: System, food: dict[str, Any]
) -> None:
    begin_procedure(market, food)
    for answer in (begin_procedure(market, food), decide(market, food)):
        assert (answer.status_code, answer.get_json()["code"]) == (409, "ProcedureRuns")
    market.post(f"/cases/{food['number']}/special-procedure/end")
    again = market.post(f"/cases/{food['number']}/special-procedure/end")
    assert (again.status_code, again.get_json()["code"]) == (409, "NoProcedureRuns")
    assert decide(market, food).status_code == 200


def test_each_procedure_has_a_paper_of_its_own(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    for _ in range(2):
        begin_procedure(market, food)
        market.post(f"/cases/{food['number']}/special-procedure/end")
    with either_hall.app.app_context():
        papers = [one.ordinal for one in case_row(food["number"]).papers if one.kind == "special_procedure"]
    assert papers == [1, 2]


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [
        (-1, "需要检验", "planned_until"),
        (4000, "需要检验", "planned_until"),
        (3, "  ", "procedure_reason"),
    ],
)
def test_what_is_wrong_with_a_procedure_is_told_at_its_field(
    hall: Hall, days: int, reason: str, field: str
) -> None:
    desk = system(hall, "market_supervision")
    case = case_of(file_restaurant(desk, LI), "SPJY-XB")
    accept(desk, case)
    answer = begin_procedure(desk, case, days, reason)
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [field])
    assert desk.get(f"/cases/{case['number']}").get_json()["paused_on"] is None


def test_no_clock_stops_before_acceptance(hall: Hall) -> None:
    desk = system(hall, "market_supervision")
    case = case_of(file_restaurant(desk, LI), "SPJY-XB")
    for answer in (begin_procedure(desk, case), ask_extension(desk, case)):
        assert (answer.status_code, answer.get_json()["code"]) == (409, "TransitionRefused")


def test_the_head_extends_the_limit_and_both_days_move(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    asked = ask_extension(market, food)
    assert asked.status_code == 200, asked.text
    assert asked.get_json()["decision_due_on"] == food["decision_due_on"]
    with either_hall.app.test_request_context():
        decide_extension(person("juzhang"), food["number"], ExtensionAnswer(is_approved=True))
    extended = market.get(f"/cases/{food['number']}").get_json()
    with either_hall.app.app_context():
        for name in ("decision_due_on", "legal_due_on"):
            assert extended[name] == day_after(food[name], 5).isoformat()
        (paper,) = [one for one in case_row(food["number"]).papers if one.kind == "extension"]
        text = "".join(clocks.extension_text(paper, PRINTING).paragraphs)
        assert "延长5个工作日" in text
        assert "案情复杂" in text
        assert [event.action for event in case_row(food["number"]).events][-1] == "extend"


def test_a_limit_is_extended_once(either_hall: Hall, market: System, food: dict[str, Any]) -> None:
    ask_extension(market, food)
    assert ask_extension(market, food).get_json()["code"] == "ActionDoneBefore"
    with either_hall.app.test_request_context():
        decide_extension(person("juzhang"), food["number"], ExtensionAnswer(is_approved=True))
    assert ask_extension(market, food).get_json()["code"] == "ActionDoneBefore"


def test_a_declined_extension_leaves_the_limit(hall: Hall) -> None:
    desk = system(hall, "market_supervision")
    food = case_of(file_restaurant(desk, LI), "SPJY-XB")
    food = accept(desk, food).get_json()
    ask_extension(desk, food)
    with hall.app.test_request_context():
        decide_extension(
            person("juzhang"), food["number"], ExtensionAnswer(is_approved=False, reason="人手足够")
        )
        assert row_count(LimitExtension) == 0
        assert [event.action for event in case_row(food["number"]).events][-1] == "decline_extension"
    assert desk.get(f"/cases/{food['number']}").get_json()["decision_due_on"] == food["decision_due_on"]
    page = hall.sign_in("shichang").get(f"/desk/cases/{food['number']}").text
    assert "负责人没有批准延长" in page
    assert page.count("人手足够") > 1
    assert "申请延长办理期限" in page


def test_one_person_does_not_both_ask_for_an_extension_and_approve_it(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    path = f"/cases/{food['number']}"
    (head,) = market.get(f"{path}/heads").get_json()
    asked = {"officer": head["id"], "amount": 5, "reason": "案情复杂"}
    refused = market.post(f"{path}/extension", asked)
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, ["officer"])
    with either_hall.app.app_context(), database.transaction() as session:
        post = session.scalars(
            select(AccountPost).where(AccountPost.account_id == person("juzhang").account_id)
        ).one()
        place = {"agency_code": post.agency_code, "division_code": post.division_code}
        session.add(AccountPost(account_id=post.account_id, role=Role.AGENCY_OFFICER, **place))
    assert market.post(f"{path}/extension", asked).status_code == 200
    same = market.post(f"{path}/extension/answer", {"head": head["id"], "is_approved": True})
    assert (same.status_code, same.get_json()["code"]) == (409, "SecondPersonNeeded")


def test_an_agency_system_reports_the_answer_of_its_head(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    ask_extension(market, food)
    path = f"/cases/{food['number']}"
    officer = market.get(f"{path}/officers").get_json()[0]["id"]
    refused = market.post(f"{path}/extension/answer", {"head": officer, "is_approved": True})
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, ["head"])
    (head,) = market.get(f"{path}/heads").get_json()
    answer = market.post(f"{path}/extension/answer", {"head": head["id"], "is_approved": True})
    assert answer.get_json()["decision_due_on"] > food["decision_due_on"]
    with either_hall.app.app_context():
        (extension,) = database.reading().scalars(select(LimitExtension))
        assert (extension.asked_by_id, extension.approved_by_id) == (
            person("shichang").account_id,
            person("juzhang").account_id,
        )
    again = market.post(f"{path}/extension/answer", {"head": head["id"], "is_approved": False})
    assert (again.status_code, again.get_json()["code"]) == (409, "ExtensionNotAsked")


def test_a_late_decision_says_why_it_is_late(hall: Hall) -> None:
    desk = system(hall, "market_supervision")
    number = case_of(file_restaurant(desk, LI), "SPJY-XB")["number"]
    accept(desk, {"number": number})
    with hall.app.app_context():
        end_time(number, "decision_due_on")
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{number}"
    refusal = desk.post(f"/cases/{number}/decision", {"outcome": "grant"})
    assert (refusal.status_code, list(refusal.get_json()["errors"])) == (422, ["late_reason"])
    assert 'name="late_reason"' in officer.get(path, act="grant").text
    refused = officer.post(f"{path}/decision", {"outcome": "grant", "reason": "符合条件"})
    assert refused.status_code == 422
    assert 'id="error-late_reason"' in refused.text
    assert "符合条件" in refused.text
    assert (
        officer.post(
            f"{path}/decision", {"outcome": "grant", "late_reason": "等检验结果", **STEPS_DONE}
        ).status_code
        == 303
    )
    with hall.app.app_context():
        row = case_row(number)
        assert (row.state, row.delay_reason) == ("granted", "等检验结果")
        assert {paper.kind for paper in row.papers} >= {"delay", "grant"}


@pytest.mark.parametrize("amount", [6, 4000])
def test_an_extension_is_not_longer_than_the_guide_allows(hall: Hall, amount: int) -> None:
    desk = system(hall, "market_supervision")
    case = case_of(file_restaurant(desk, LI), "SPJY-XB")
    accept(desk, case)
    answer = ask_extension(desk, case, amount)
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["extension_amount"])


def test_an_item_decided_on_commitment_is_not_extended(hall: Hall) -> None:
    desk = system(hall, "fire_rescue")
    case = case_of(file_restaurant(system(hall, "market_supervision"), LI), "XFJC-YYQ")
    accept(desk, case)
    answer = ask_extension(desk, case)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "ExtensionNotProvided")


def test_a_limit_that_is_over_is_not_extended(hall: Hall) -> None:
    desk = system(hall, "market_supervision")
    case = case_of(file_restaurant(desk, LI), "SPJY-XB")
    accept(desk, case)
    make_late(hall, case["number"], 3)
    with hall.app.app_context(), database.transaction() as session:
        session.get_one(Case, case_row(case["number"]).id).legal_due_on = in_days(-1)
    answer = ask_extension(desk, case)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "LimitPassed")


def test_a_missed_promise_is_explained_to_the_applicant(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    path = f"/cases/{food['number']}/delay-reason"
    early = market.post(path, {"reason": "等待检验机构"})
    assert (early.status_code, early.get_json()["code"]) == (409, "NothingDelayed")
    make_late(either_hall, food["number"], 3)
    assert market.get(f"/cases/{food['number']}").get_json()["overdue"] == "promised"
    officer = either_hall.sign_in("shichang")
    assert "已过承诺办结日，请说明原因" in officer.get(f"/desk/cases/{food['number']}").text
    assert market.post(path, {"reason": "等待检验机构"}).get_json()["delay_reason"] == "等待检验机构"
    again = market.post(path, {"reason": "等待检验机构"})
    assert (again.status_code, again.get_json()["code"]) == (409, "ActionDoneBefore")
    applicant = either_hall.sign_in("li")
    page = applicant.get(f"/my/applications/{food['number'].rpartition('-')[0]}").text
    assert "没有在承诺的日子办结，部门说明：</strong>等待检验机构" in page
    assert topics_of(either_hall, "li", food["number"])[1:] == [T.DELAY_EXPLAINED]
    with either_hall.app.app_context():
        (paper,) = [one for one in case_row(food["number"]).papers if one.kind == "delay"]
        assert "等待检验机构" in "".join(clocks.delay_text(paper, PRINTING).paragraphs)


def test_a_card_that_is_handed_over_late_is_explained(hall: Hall) -> None:
    publish_again(hall, "SPJY-XB", change=end_with_handing_over)
    desk = system(hall, "market_supervision")
    number = case_of(file_restaurant(desk, LI), "SPJY-XB")["number"]
    granted = grant(desk, {"number": number, "item_code": "SPJY-XB"})
    assert granted["issue_due_on"] == granted["decision_due_on"]
    reason = {"reason": "制证设备故障"}
    early = desk.post(f"/cases/{number}/delay-reason", reason)
    assert (early.status_code, early.get_json()["code"]) == (409, "NothingDelayed")
    make_late(hall, number, 3)
    with hall.app.app_context():
        end_time(number, "issue_due_on")
    assert desk.get(f"/cases/{number}").get_json()["overdue"] == "promised"
    page = hall.sign_in("shichang").get(f"/desk/cases/{number}").text
    assert "已过承诺办结日，请说明原因" in page
    assert "制证送达：承诺逾期" in page
    with hall.app.app_context(), database.transaction() as session:
        session.get_one(Case, case_row(number).id).delivered_at = utc_now()
    assert desk.get(f"/cases/{number}").get_json()["overdue"] is None
    assert desk.post(f"/cases/{number}/delay-reason", reason).get_json()["delay_reason"] == reason["reason"]
    with hall.app.app_context():
        (paper,) = [one for one in case_row(number).papers if one.kind == "delay"]
        text = "".join(clocks.delay_text(paper, PRINTING).paragraphs)
    assert f"本机关已于{in_days(0).year}年{in_days(0).month}月{in_days(0).day}日办结" in text


def test_the_applicant_sees_a_running_procedure(hall: Hall) -> None:
    desk = system(hall, "market_supervision")
    case = case_of(file_restaurant(desk, LI), "SPJY-XB")
    accept(desk, case)
    officer = hall.sign_in("shichang")
    fields = {
        "procedure_kind": "expert_review",
        "procedure_reason": "需要评审",
        "planned_until": in_days(7).isoformat(),
    }
    page = officer.follow(officer.post(f"/desk/cases/{case['number']}/special-procedure", fields)).text
    assert "特别程序中，时限暂停" in page
    assert "特别程序，不算" in page
    assert "结束特别程序：还有" in page
    shown = hall.sign_in("li").get(f"/my/applications/{case['number'].rpartition('-')[0]}").text
    assert "正在专家评审，时限暂停。" in shown


def test_a_procedure_ends_with_its_case(hall: Hall) -> None:
    desk = system(hall, "market_supervision")
    case = case_of(file_restaurant(desk, LI), "SPJY-XB")
    accept(desk, case)
    begin_procedure(desk, case)
    with hall.app.app_context(), database.transaction() as session:
        row = session.get_one(Case, case_row(case["number"]).id)
        row.state, row.outcome = CaseState.TERMINATED, CaseOutcome.TERMINATED
    page = hall.sign_in("shichang").get(f"/desk/cases/{case['number']}").text
    assert "结束特别程序" not in page
    assert "特别程序中，时限暂停" not in page


def test_a_grant_has_a_day_for_its_handing_over(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    decide(market, food)
    granted = market.get(f"/cases/{food['number']}").get_json()
    with either_hall.app.app_context():
        issuing = case_row(food["number"]).application_item.edition.terms.limits.issuing
        assert issuing is not None
        assert granted["issue_due_on"] == day_after(in_days(0).isoformat(), issuing.days).isoformat()
