"""Work inside an agency: steps in order, hand-over, notes, opinions, on-site checks by two officers."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

import pytest

from services_hall.applications.examination.colleagues import officers_of
from services_hall.applications.examination.steps import open_step
from services_hall.applications.models import Case
from services_hall.database import reading
from services_hall.identity import accounts
from services_hall.notices.enumerations import NoticeTopic as T
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.demo_applications import PNG
from tests.support.hall import Hall, Visitor, words_of
from tests.support.notices import notices_of
from tests.support.restaurant import INSPECTED, LI, case_of, file_restaurant, upload_file
from tests.support.supplements import in_days
from tests.support.waiting_jobs import do_jobs

INTERNAL: Final = "内部意见：图纸与现场一致"


@pytest.fixture
def application(either_hall: Hall) -> Mapping[str, Any]:
    """An application whose food and fire cases are accepted and need an inspection."""
    market, fire = system(either_hall, "market_supervision"), system(either_hall, "fire_rescue")
    filed = file_restaurant(market, LI, scenario=INSPECTED)
    for desk, item in ((market, "SPJY-XB"), (fire, "XFJC-YYQ")):
        assert accept(desk, case_of(filed, item)).status_code == 200
    return filed


@pytest.fixture
def food(application: Mapping[str, Any]) -> str:
    return str(case_of(application, "SPJY-XB")["number"])


def read_case(number: str) -> Case:
    reading().expire_all()
    return case_row(number)


def public_id(hall: Hall, username: str) -> str:
    with hall.app.app_context():
        account = accounts.find_account(reading(), username)
        assert account is not None
        return account.public_id


def act(visitor: Visitor, number: str, action: str, **fields: Any) -> int:
    return visitor.post(f"/desk/cases/{number}/{action}", fields).status_code


def test_the_first_step_begins_the_review_and_each_names_its_officer(either_hall: Hall, food: str) -> None:
    officer = either_hall.sign_in("shichang")
    with either_hall.app.app_context():
        first = open_step(read_case(food))
        assert first is not None
        assert (first.kind, read_case(food).state) == ("review", "accepted")
        key = first.key
    assert act(officer, food, "steps", step=key, step_text=INTERNAL) == 303
    with either_hall.app.app_context():
        case = read_case(food)
        assert case.state == "in_review"
        done = next(step for step in case.steps if step.key == key)
        assert done.finished_at is not None
        assert done.officer_id is not None
        following = open_step(case)
        assert following is not None
        assert following.kind == "site_check"
    assert act(officer, food, "steps", step=key, step_text="再来一次") == 422


@pytest.mark.parametrize(
    ("step", "text", "field"), [("review", "  ", "step_text"), ("no-such", "好", "step")]
)
def test_a_step_out_of_order_or_without_text_is_told_at_its_field(
    either_hall: Hall, food: str, step: str, text: str, field: str
) -> None:
    officer = either_hall.sign_in("shichang")
    with either_hall.app.app_context():
        first = open_step(read_case(food))
        assert first is not None
        key = first.key if step == "review" else step
    answer = officer.post(f"/desk/cases/{food}/steps", {"step": key, "step_text": text})
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    with either_hall.app.app_context():
        assert read_case(food).state == "accepted"


def test_the_applicant_sees_the_steps_and_nothing_internal(
    either_hall: Hall, application: Mapping[str, Any], food: str
) -> None:
    officer = either_hall.sign_in("shichang")
    with either_hall.app.app_context():
        first = open_step(read_case(food))
        assert first is not None
        key = first.key
    act(officer, food, "steps", step=key, step_text=INTERNAL)
    act(officer, food, "notes", note="打过电话，店主周三在")
    act(officer, food, "hand-over", colleague=public_id(either_hall, "hecha"), hand_over_text="请周三去")
    desk = officer.get(f"/desk/cases/{food}").text
    own = either_hall.sign_in("li").get(f"/my/applications/{application['number']}").text
    for internal in (INTERNAL, "打过电话，店主周三在", "请周三去", "江核查"):
        assert internal in desk
        assert internal not in own


def test_a_case_is_handed_to_a_colleague_of_the_same_desk_only(either_hall: Hall, food: str) -> None:
    officer = either_hall.sign_in("shichang")
    assert act(officer, food, "hand-over", colleague=public_id(either_hall, "xiaofang")) == 422
    assert act(officer, food, "hand-over", colleague=public_id(either_hall, "hecha")) == 303
    with either_hall.app.app_context():
        case = read_case(food)
        names = {account.id: account.name for account in officers_of(reading(), case)}
        assert set(names.values()) == {"江市场", "江核查"}
        assert case.assigned_to_id is not None
        assert names[case.assigned_to_id] == "江核查"


def test_another_agency_gives_its_opinion_once_and_the_asking_one_reads_it(
    either_hall: Hall, food: str
) -> None:
    officer, fire = either_hall.sign_in("shichang"), either_hall.sign_in("xiaofang")
    with either_hall.app.app_context():
        account = accounts.find_account(reading(), "xiaofang")
        assert account is not None
        agency = account.posts[0].agency_code or ""
    assert act(officer, food, "opinions", opinion_agency="nowhere", opinion_question="意见？") == 422
    assert act(officer, food, "opinions", opinion_agency=agency, opinion_question="后厨能否设在二楼？") == 303
    page = fire.get("/desk/opinions/").text
    assert "后厨能否设在二楼？" in page
    address = re.search(r'action="(/desk/opinions/\d+/answer)"', page)
    assert address is not None
    assert fire.post(address[1], {"answer": " "}).status_code == 422
    assert officer.post(address[1], {"answer": "自问自答"}).status_code == 404
    assert fire.post(address[1], {"answer": "可以，须设两个出口"}).status_code == 303
    again = fire.post(address[1], {"answer": "改主意了"})
    assert again.status_code == 409
    assert "可以，须设两个出口" in officer.get(f"/desk/cases/{food}").text


def appointment(hall: Hall, second: str, **changes: str) -> dict[str, str]:
    return {
        "planned_on": in_days(1).isoformat(),
        "planned_time": "上午 9:30",
        "place": "江岸区示例路 1 号",
        "second_officer": public_id(hall, second),
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"planned_on": "2020-01-01"}, "planned_on"),
        ({"planned_on": "下周三"}, "planned_on"),
        ({"place": " "}, "place"),
        ({"second_officer": ""}, "second_officer"),
    ],
)
def test_an_appointment_that_cannot_be_is_told_at_its_field_and_keeps_what_was_typed(
    hall: Hall, changes: Mapping[str, str], field: str
) -> None:
    market = system(hall, "market_supervision")
    number = case_of(file_restaurant(market, LI, scenario=INSPECTED), "SPJY-XB")["number"]
    accept(market, {"number": number})
    officer = hall.sign_in("shichang")
    answer = officer.post(f"/desk/cases/{number}/site-checks", {**appointment(hall, "hecha"), **changes})
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    assert "上午 9:30" in answer.text


def test_one_officer_alone_makes_no_visit(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = case_of(file_restaurant(market, LI, scenario=INSPECTED), "SPJY-XB")["number"]
    accept(market, {"number": number})
    officer = hall.sign_in("shichang")
    assert act(officer, number, "site-checks", **appointment(hall, "shichang")) == 422


def test_two_agencies_visit_together_and_the_applicant_is_told_once(
    either_hall: Hall, application: Mapping[str, Any], food: str
) -> None:
    officer, fire = either_hall.sign_in("shichang"), either_hall.sign_in("xiaofang")
    opinion = str(case_of(application, "XFJC-YYQ")["number"])
    assert act(officer, food, "site-checks", **appointment(either_hall, "hecha")) == 303
    page = fire.get(f"/desk/cases/{opinion}").text
    assert "可以一起去" in page
    joins = re.search(r'name="joins_id" value="(\d+)"', page)
    assert joins is not None
    second = public_id(either_hall, "jiandu")
    assert act(fire, opinion, "site-checks", joins_id=joins[1], second_officer=second) == 303
    li, address = either_hall.sign_in("li"), f"/my/applications/{application['number']}"
    own = li.get(address).text
    assert own.count("江岸区示例路 1 号") == 2
    assert "和别的部门一起来" in own
    assert act(fire, opinion, "site-check-change", change="move", moved_on=in_days(7).isoformat()) == 422
    moved = {"change": "move", "moved_on": in_days(7).isoformat(), "change_reason": "店主出差"}
    assert act(fire, opinion, "site-check-change", **moved) == 303
    own = li.get(address).text
    assert (own.count("改期："), own.count("店主出差")) == (2, 2)
    assert act(officer, food, "site-check-change", change="cancel", change_reason="已有抽查结果") == 303
    own = li.get(address).text
    assert (own.count("已取消："), own.count("已有抽查结果"), "请您或者熟悉情况的人在场" in own) == (
        2,
        2,
        False,
    )
    for desk, number in ((officer, food), (fire, opinion)):
        page = desk.get(f"/desk/cases/{number}", act="site_check").text
        assert "的现场核查：已有抽查结果" in page
        assert f'action="/desk/cases/{number}/site-checks' in page
    assert act(officer, food, "site-check-change", change="cancel", change_reason="再取消") == 409
    visits = [T.VISIT_PLANNED, T.VISIT_MOVED, T.VISIT_CANCELLED]
    told = [one for one in notices_of(either_hall, "li") if one.topic in visits]
    assert [(one.topic, one.subject) for one in told] == [
        (T.VISIT_PLANNED, food),
        (T.VISIT_PLANNED, opinion),
        (T.VISIT_MOVED, opinion),
        (T.VISIT_CANCELLED, food),
    ]
    assert [one.until for one in told] == [in_days(days) for days in (1, 1, 7, 7)]
    inbox = words_of(li.get("/my/notices/"))
    for said in ("核查日期", "原定"):
        assert f"{said} {in_days(7).isoformat()}" in inbox


def test_the_record_of_a_visit_is_a_paper_and_keeps_its_photos(
    hall: Hall,
) -> None:
    market = system(hall, "market_supervision")
    number = case_of(file_restaurant(market, LI, scenario=INSPECTED), "SPJY-XB")["number"]
    accept(market, {"number": number})
    officer = hall.sign_in("shichang")
    result = {"site_result": "passed", "site_record": "操作间面积二十平方米，与图纸一致"}
    assert act(officer, number, "site-check-record", **result) == 409
    act(officer, number, "site-checks", **appointment(hall, "hecha"))
    broken = officer.post(
        f"/desk/cases/{number}/site-check-record", {**result, "photos": (BytesIO(b""), "门.png")}
    )
    assert broken.status_code == 422
    assert "操作间面积二十平方米" in broken.text
    never = {**result, "visited_on": in_days(7).isoformat(), "unsigned_reason": "店主不在场"}
    early = officer.post(f"/desk/cases/{number}/site-check-record", never)
    assert early.status_code == 422
    assert "店主不在场" in early.text
    assert 'id="error-visited_on"' in early.text
    signed = {**result, "unsigned_reason": "店主不在场"}
    assert act(officer, number, "site-check-record", **signed, photos=(BytesIO(PNG), "门.png")) == 303
    do_jobs(hall, "site_check_record")
    page = officer.get(f"/desk/cases/{number}").text
    assert "现场核查笔录" in page
    photo = re.search(r'href="(/desk/files/[^"]+)"[^>]*>门\.png', page)
    assert photo is not None
    assert officer.get(photo[1]).mimetype == "image/png"
    assert hall.sign_in("yancao").get(photo[1]).status_code == 404
    with hall.app.app_context():
        case = read_case(number)
        assert next(step for step in case.steps if step.kind == "site_check").finished_at is not None
        (record,) = [paper for paper in case.papers if paper.kind == "site_check_record"]
        assert record.details is not None
        assert record.details["unsigned_reason"] == "店主不在场"
        assert record.details["day"] == record.details["recorded_on"]


def test_a_system_records_steps_notes_and_visits_of_its_cases(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = case_of(file_restaurant(market, LI, scenario=INSPECTED), "SPJY-XB")["number"]
    accept(market, {"number": number})
    with hall.app.app_context():
        step = open_step(read_case(number))
        assert step is not None
        key = step.key
    officers = [one["id"] for one in market.get(f"/cases/{number}/officers").get_json()]
    visit = {
        "planned_on": in_days(1).isoformat(),
        "place": "店里",
        "first_officer": officers[0],
        "second_officer": officers[1],
    }
    requests = {
        "steps": {"step": key, "text": "符合"},
        "hand-over": {"officer": officers[1]},
        "notes": {"text": "备注"},
        "site-checks": visit,
        "site-check-move": {"moved_on": in_days(7).isoformat(), "change_reason": "店主出差"},
        "site-check-record": {"record": "一致", "is_passed": True, "photos": [upload_file(market, "门.png")]},
    }
    for action, body in requests.items():
        answer = market.post(f"/cases/{number}/{action}", body)
        assert answer.status_code == 200, (action, answer.text)
    assert market.get(f"/cases/{number}").get_json()["state"] == "in_review"
    assert market.post(f"/cases/{number}/site-check-cancellation", {"change_reason": "无"}).status_code == 409
    assert "门.png" in hall.sign_in("shichang").get(f"/desk/cases/{number}").text
