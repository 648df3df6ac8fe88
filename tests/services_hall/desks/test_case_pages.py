"""Officers' pages: their own cases, each action once, and the reason for a refusal."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, object_mapper

from services_hall.applications.decisions import outcomes
from services_hall.applications.models import (
    ApplicationParty,
    Case,
    CaseEvent,
    CasePaper,
    CaseStep,
    Requirement,
)
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from tests.support.case_decisions import STEPS_DONE, cancel, case_row, end_time
from tests.support.demo_applications import RESTAURANT, file_online, person
from tests.support.hall import Hall, Visitor
from tests.support.sql_statements import hall_statements, reads

OFFICERS = {"SPJY-XB": "shichang", "XFJC-YYQ": "xiaofang", "HWZP-SZ": "chengguan", "YCLS-XB": "yancao"}


@pytest.fixture
def cases(hall: Hall) -> dict[str, str]:
    """Item code → case number of a restaurant application by 李样例."""
    number = file_online(hall, "open-restaurant", RESTAURANT)
    with hall.app.test_request_context():
        application = queries.own_application(reading(), person("li"), number)
        return {case.item_code: case.number for case in application.cases}


def columns_of(case: Case) -> list[dict[str, Any]]:
    """The columns of a case with its records and parts, in order."""
    records = case, case.application, case.agency, case.application_item, case.application_item.edition
    materials = case.application_item.requirements
    files = [one.attachment for one in materials if one.attachment is not None]
    others = [other for file in files for other in file.others]
    parts = [*case.events, *case.steps, *case.papers, *case.application.parties]
    return [
        {column.key: getattr(one, column.key) for column in object_mapper(one).column_attrs}
        for one in (*records, *parts, *materials, *files, *others)
    ]


def path(number: str, action: str = "") -> str:
    return f"/desk/cases/{number}" + (f"/{action}" if action else "")


def test_an_officer_sees_the_cases_of_the_own_agency_only(hall: Hall, cases: dict[str, str]) -> None:
    page = hall.sign_in("shichang").get("/desk/").text
    assert cases["SPJY-XB"] in page
    assert not any(number in page for item, number in cases.items() if item != "SPJY-XB")


def test_a_case_is_the_same_whether_the_session_knows_some_of_it_or_nothing(
    hall: Hall, cases: dict[str, str]
) -> None:
    number = cases["SPJY-XB"]
    with hall.app.test_request_context():
        officer = person("shichang")
        unknown = columns_of(queries.desk_case(reading(), officer, number))
    with hall.app.test_request_context():
        tables = (Case, CaseEvent, CaseStep, CasePaper, ApplicationParty, Requirement)
        known = [one for table in tables for one in reading().scalars(select(table)).unique()]
        assert columns_of(queries.desk_case(reading(), officer, number)) == unknown
        assert len(known) > len(cases)


def test_a_case_shows_answers_materials_proofs_and_edition(hall: Hall, cases: dict[str, str]) -> None:
    page = hall.sign_in("shichang").get(path(cases["SPJY-XB"])).text
    assert "420102188701120026" in page
    assert "免提交" in page
    assert "申请人上传" in page
    assert "data-edition-hash" in page


@pytest.mark.parametrize("item", OFFICERS)
def test_a_case_its_files_and_papers_do_not_exist_for_other_agencies(
    hall: Hall, cases: dict[str, str], item: str
) -> None:
    owner = hall.sign_in(OFFICERS[item])
    owner.post(path(cases[item], "acceptance"))
    page = owner.get(path(cases[item])).text
    papers = re.findall(r'href="(/desk/papers/[^"]+)"', page)
    assert papers
    assert owner.get(papers[0]).status_code == 202
    for other in set(OFFICERS.values()) - {OFFICERS[item]}:
        stranger = hall.sign_in(other)
        assert stranger.get(path(cases[item])).status_code == 404
        assert stranger.get(papers[0]).status_code == 404
        for action in ("acceptance", "refusal", "commitment"):
            assert stranger.post(path(cases[item], action), {"refusal": "x"}).status_code == 404


def test_a_file_opens_for_the_officer_whose_case_rests_on_it(hall: Hall, cases: dict[str, str]) -> None:
    market = hall.sign_in("shichang")
    files = set(re.findall(r'href="(/desk/files/[^"]+)"', market.get(path(cases["SPJY-XB"])).text))
    tobacco = hall.sign_in("yancao")
    shared = set(re.findall(r'href="(/desk/files/[^"]+)"', tobacco.get(path(cases["YCLS-XB"])).text))
    assert files - shared
    for one in files - shared:
        answer = market.get(one)
        assert answer.mimetype == "image/png"
        assert answer.headers["Cache-Control"] == "no-store"
        assert tobacco.get(one).status_code == 404


def test_acceptance_starts_the_clock_and_shows_its_reckoning(hall: Hall, cases: dict[str, str]) -> None:
    officer = hall.sign_in("shichang")
    page = officer.follow(officer.post(path(cases["SPJY-XB"], "acceptance"))).text
    assert "承诺办结日" in page
    assert "法定办结日" in page
    assert "受理，当天不算，从次日起算。" in page
    assert re.search(r"（办事指南承诺时限：\d+ 个工作日）", page)
    assert re.search(r"\d+月\d+日：\d+ 天，算到第 \d+ 天|\d+月\d+日至\d+月\d+日：\d+ 天，算到第 \d+ 天", page)
    assert "决定：还有" in page


def test_after_a_decision_delivery_is_what_comes_next(hall: Hall, cases: dict[str, str]) -> None:
    officer = hall.sign_in("shichang")
    officer.post(path(cases["SPJY-XB"], "acceptance"))
    page = officer.follow(
        officer.post(path(cases["SPJY-XB"], "decision"), {"outcome": "grant", **STEPS_DONE})
    ).text
    current = re.search(r'aria-current="step">\s*<div class="timeline__title">([^<]+)', page)
    assert current is not None
    assert current[1].strip() == "送达"


@pytest.mark.parametrize("text", ["", "   "])
def test_a_denial_without_a_reason_is_told_at_its_field(hall: Hall, cases: dict[str, str], text: str) -> None:
    officer = hall.sign_in("shichang")
    officer.post(path(cases["SPJY-XB"], "acceptance"))
    answer = officer.post(path(cases["SPJY-XB"], "decision"), {"outcome": "deny", "reason": text})
    assert answer.status_code == 422
    assert 'id="error-reason"' in answer.text
    assert 'href="#field-reason"' in answer.text
    assert "未获批准" not in officer.get(path(cases["SPJY-XB"])).text


def test_a_refusal_gives_its_reason(hall: Hall, cases: dict[str, str]) -> None:
    officer = hall.sign_in("yancao")
    assert officer.post(path(cases["YCLS-XB"], "refusal"), {"refusal": " "}).status_code == 422
    form = {"refusal": "门店距学校过近", "basis_key": "wcn-59"}
    page = officer.follow(officer.post(path(cases["YCLS-XB"], "refusal"), form)).text
    assert "门店距学校过近" in page
    assert "不予受理通知书" in page


def test_who_comes_second_is_told_who_was_first_and_keeps_the_words(
    hall: Hall, cases: dict[str, str]
) -> None:
    first, second = hall.sign_in("shichang"), hall.sign_in("shichang")
    first.post(path(cases["SPJY-XB"], "acceptance"))
    first.post(path(cases["SPJY-XB"], "decision"), {"outcome": "grant", **STEPS_DONE})
    answer = second.post(path(cases["SPJY-XB"], "decision"), {"outcome": "deny", "reason": "图纸不符"})
    assert answer.status_code == 409
    assert "已经有人办了" in answer.text
    assert "江市场" in answer.text
    assert "图纸不符" in answer.text


def test_a_commitment_is_granted_at_once_and_checked_afterwards(hall: Hall, cases: dict[str, str]) -> None:
    officer = hall.sign_in("xiaofang")
    number = cases["XFJC-YYQ"]
    page = officer.follow(officer.post(path(number, "commitment"))).text
    assert "核查：还有" in page
    assert number in officer.get("/desk/", show="check").text
    assert officer.post(path(number, "check"), {"result": "correction"}).status_code == 422
    page = officer.follow(officer.post(path(number, "check"), {"result": "kept"})).text
    assert "核查通过" in page


def test_a_broken_commitment_is_corrected_announced_heard_and_annulled(
    hall: Hall, cases: dict[str, str]
) -> None:
    officer, applicant = hall.sign_in("xiaofang"), hall.sign_in("li")
    number = cases["XFJC-YYQ"]
    officer.post(path(number, "commitment"))
    tomorrow = (local_day(utc_now()) + timedelta(days=1)).isoformat()
    broken = {"result": "correction", "finding": "疏散通道被占用"}
    again = officer.post(path(number, "check"), broken)
    assert again.status_code == 422
    assert "疏散通道被占用" in again.text
    assert "请选择一个日期" in again.text
    page = officer.follow(officer.post(path(number, "check"), {**broken, "correct_until": tomorrow})).text
    assert "责令限期改正" in page
    own_page = f"/my/applications/{number.rsplit('-', 1)[0]}"
    assert "核查发现与承诺不符" in applicant.get(own_page).text
    with hall.app.app_context():
        end_time(number, "correction_due_on")
    notice = {"kind": "annulment", "facts": "逾期没有改正", "notice_article": "xff-58"}
    too_soon = officer.post(path(number, "end-notice"), {**notice, "answer_until": "2020-01-01"})
    assert too_soon.status_code == 422
    assert "日期太早" in too_soon.text
    assert "逾期没有改正" in too_soon.text
    page = officer.follow(officer.post(path(number, "end-notice"), {**notice, "answer_until": tomorrow})).text
    assert "还没有收到" in page
    end = {"end": "annul", "end_article": "xff-58", "end_reason": "逾期没有改正"}
    too_soon = officer.post(path(number, "grant-end"), end)
    assert too_soon.status_code == 409
    assert "期限还没有届满" in too_soon.text
    assert "您有权陈述、申辩" in applicant.get(own_page).text
    form = applicant.get(f"{own_page}/statement").text
    assert "逾期没有改正" in form
    assert applicant.post(f"{own_page}/statement", {"case": number, "statement": " "}).status_code == 422
    stated = applicant.post(f"{own_page}/statement", {"case": number, "statement": "货架已经搬走"})
    assert "您的意见已经提交" in applicant.follow(stated).text
    assert "货架已经搬走" in officer.get(path(number)).text
    page = officer.follow(officer.post(path(number, "grant-end"), end)).text
    assert "已撤销（曾准予）" in page
    assert case_record(hall, number)[2] == [
        "acceptance",
        "annulment",
        "commitment",
        "correction_order",
        "grant",
        "prior_notice",
    ]
    assert applicant.post(f"{own_page}/statement", {"case": number, "statement": "太晚"}).status_code == 409


def test_a_grant_is_cancelled_at_the_wish_of_its_holder(hall: Hall, cases: dict[str, str]) -> None:
    officer, number = hall.sign_in("shichang"), cases["SPJY-XB"]
    officer.post(path(number, "acceptance"))
    officer.post(path(number, "decision"), {"outcome": "grant", **STEPS_DONE})
    assert number in officer.get("/desk/", show="granted").text
    end = {"end": "cancel", "ground": "holder_request", "end_article": "", "end_reason": "不再经营"}
    again = officer.post(path(number, "grant-end"), end)
    assert again.status_code == 422
    assert "请选择依据的法条" in again.text
    assert "不再经营" in again.text
    page = officer.follow(
        officer.post(path(number, "grant-end"), {**end, "end_article": "licensing-70"})
    ).text
    assert "已注销（曾准予）" in page
    assert officer.post(path(number, "grant-end"), end).status_code == 409


def test_what_nobody_promised_is_not_granted_on_commitment(hall: Hall, cases: dict[str, str]) -> None:
    number = cases["SPJY-XB"]
    assert hall.sign_in("shichang").post(path(number, "commitment")).status_code == 409
    assert case_record(hall, number) == ("received", ["receive"], [])


def test_a_commitment_is_accepted_and_granted_together_or_not_at_all(
    either_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = f"{file_online(either_hall, 'open-restaurant', RESTAURANT)}-02"
    officer = either_hall.sign_in("xiaofang")
    assert "受理并按承诺准予" in officer.get(path(number)).text
    whole = outcomes.decide_case

    def end_after(session: Session, case: Case, **given: Any) -> None:
        whole(session, case, **given)
        session.flush()
        raise ConnectionAbortedError

    with monkeypatch.context() as ending:
        ending.setattr(outcomes, "decide_case", end_after)
        with pytest.raises(ConnectionAbortedError):
            officer.post(path(number, "commitment"))
    assert case_record(either_hall, number) == ("received", ["receive"], ["commitment"])
    assert officer.post(path(number, "commitment")).status_code == 303
    assert case_record(either_hall, number) == (
        "granted_on_commitment",
        ["receive", "accept", "grant_on_commitment"],
        ["acceptance", "commitment", "grant"],
    )


def case_record(hall: Hall, number: str) -> tuple[str, list[str], list[str]]:
    """The state of a case, its events and its papers."""
    with hall.app.app_context():
        case = case_row(number)
        written = [paper.kind for paper in case.application.papers if paper.case_id == case.id]
        return case.state, [event.action for event in case.events], sorted(written)


def test_a_cancelled_certificate_prevents_acceptance_and_is_marked(hall: Hall, cases: dict[str, str]) -> None:
    with hall.app.app_context():
        holder = person("li").holder
    assert holder is not None
    cancel(hall, holder, "business-licence")
    officer = hall.sign_in("shichang")
    answer = officer.post(path(cases["SPJY-XB"], "acceptance"))
    assert answer.status_code == 409
    assert "证照已不能证明" in answer.text
    assert "营业执照" in answer.text
    assert "证照已失效" in officer.get(path(cases["SPJY-XB"])).text


@pytest.mark.parametrize("action", ["acceptance", "refusal", "decision", "commitment", "check"])
def test_nothing_is_done_by_opening_an_address(hall: Hall, cases: dict[str, str], action: str) -> None:
    officer = hall.sign_in("shichang")
    assert officer.get(path(cases["SPJY-XB"], action)).status_code == 405


def test_an_action_that_is_no_choice_is_refused(hall: Hall, cases: dict[str, str]) -> None:
    officer = hall.sign_in("shichang")
    assert officer.post(path(cases["SPJY-XB"], "decision"), {"outcome": "maybe"}).status_code == 400


@pytest.mark.parametrize("username", ["li", "chuangkou", "bianji"])
def test_only_officers_enter_the_desk(hall: Hall, username: str) -> None:
    assert hall.sign_in(username).get("/desk/").status_code == 403


def test_a_page_of_the_desk_asks_no_more_for_more_cases(hall: Hall) -> None:
    officer = hall.sign_in("shichang")
    numbers = [queries_of(hall, officer)]
    for username in ("li", "zhang", "wang"):
        file_online(
            hall,
            "SPJY-XB",
            {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"},
            username=username,
        )
        numbers.append(queries_of(hall, officer))
    assert numbers[1] == numbers[2] == numbers[3]


def test_the_page_of_a_case_asks_no_more_for_more_cases(hall: Hall, cases: dict[str, str]) -> None:
    officer, address = hall.sign_in("shichang"), path(cases["SPJY-XB"])
    officer.get(address)
    before = queries_of(hall, officer, address)
    for username in ("li", "zhang"):
        file_online(
            hall,
            "SPJY-XB",
            {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"},
            username=username,
        )
    assert queries_of(hall, officer, address) == before <= 13


def test_nothing_is_read_about_what_has_no_entry_in_the_log(hall: Hall, cases: dict[str, str]) -> None:
    officer, address = hall.sign_in("shichang"), path(cases["SPJY-XB"])
    officer.post(path(cases["SPJY-XB"], "acceptance"))
    officer.get(address)
    with hall_statements(hall) as sent:
        officer.get(address)
    tables = ("prior_notice", "case_opinion", "attachment", "special_procedure")
    assert not [one for one in reads(sent) if any(f"FROM {table}" in one for table in tables)]
    assert len(reads(sent)) <= 15


def queries_of(hall: Hall, visitor: Visitor, address: str = "/desk/") -> int:
    """The number of statements for one page."""
    with hall_statements(hall) as sent:
        visitor.get(address)
    return len(reads(sent))
