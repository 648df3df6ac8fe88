"""Notices before a decision: third parties are told, a hearing is demanded and held, the decision waits."""

import re
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Final

import pytest
from sqlalchemy import select

from guides.calendar import due_day
from guides.calendar.official_days import load_calendar
from guides.enumerations import Unit
from services_hall.applications.errors import HearingPending
from services_hall.applications.hearings.notices import require_hearing_over
from services_hall.applications.models import Hearing
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from tests.support.agency_systems import system
from tests.support.case_decisions import STEPS_DONE, accept, case_row
from tests.support.demo_applications import PNG
from tests.support.hall import Hall
from tests.support.restaurant import LI, LI_HOLDER, case_of, file_restaurant
from tests.support.supplements import in_days
from tests.support.waiting_jobs import do_jobs

IN_TIME: Final = 22
"""Days until a hearing: later than seven working days from now, within twenty."""
LAST: Final = 30
"""Days to answer a notice."""


def hearing_on() -> str:
    return in_days(IN_TIME).isoformat()


def notice() -> dict[str, str]:
    return {
        "kind": "third_party",
        "addressee": "江岸区示例路 2 号业主",
        "facts": "油烟排放口紧邻住户窗口",
        "answer_until": in_days(LAST).isoformat(),
    }


@pytest.fixture
def food(either_hall: Hall) -> str:
    """An accepted case of a licence."""
    market = system(either_hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert accept(market, case).status_code == 200
    return f"/desk/cases/{case['number']}"


@pytest.fixture
def food_at_hall(hall: Hall) -> str:
    """The same on one database only."""
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert accept(market, case).status_code == 200
    return f"/desk/cases/{case['number']}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"addressee": " "}, "addressee"),
        ({"facts": ""}, "facts"),
        ({"answer_until": 0}, "answer_until"),
        ({"answer_until": "nächste Woche"}, "answer_until"),
        ({"kind": "hearing", "answer_until": 2}, "answer_until"),
    ],
)
def test_a_notice_that_cannot_be_is_told_at_its_field(
    either_hall: Hall, food: str, changes: Mapping[str, str | int], field: str
) -> None:
    officer = either_hall.sign_in("shichang")
    written = {name: in_days(v).isoformat() if isinstance(v, int) else v for name, v in changes.items()}
    answer = officer.post(f"{food}/hearing-notice", {**notice(), **written})
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text


def test_the_decision_waits_for_the_third_party_and_keeps_the_record(either_hall: Hall, food: str) -> None:
    officer = either_hall.sign_in("shichang")
    assert "不能再告知一次" not in officer.get(food, act="hearing_notice").text
    assert officer.post(f"{food}/hearing-notice", notice()).status_code == 303
    offered = officer.get(food, act="hearing_notice").text.partition('id="form"')[2]
    assert "（告知：江岸区示例路 2 号业主）" in offered.partition("不能再告知一次")[2]
    assert officer.post(f"{food}/hearing-notice", notice()).status_code == 409
    refused = officer.post(f"{food}/decision", {"outcome": "grant", "reason": "可以"})
    assert refused.status_code == 409
    assert "可以" in refused.text
    statement = {"statement": "请加装净化设备", "hearing_record": (BytesIO(PNG), "听证笔录.png")}
    broken = {**statement, "hearing_record": (BytesIO(b"no picture"), "听证笔录.png")}
    answer = officer.post(f"{food}/statement", broken)
    assert answer.status_code == 422
    assert "请加装净化设备" in answer.text
    assert officer.post(f"{food}/statement", statement).status_code == 303
    page = officer.get(food).text
    record = re.search(r'href="(/desk/files/[^"]+)"[^>]*>听证笔录', page)
    assert record is not None
    assert officer.get(record[1]).mimetype == "image/png"
    assert officer.post(f"{food}/decision", {"outcome": "grant", **STEPS_DONE}).status_code == 303


def test_the_applicant_does_not_answer_for_the_third_party(either_hall: Hall, food: str) -> None:
    officer, li = either_hall.sign_in("shichang"), either_hall.sign_in("li")
    officer.post(f"{food}/hearing-notice", notice())
    number = food.rsplit("/", 1)[1]
    own = li.get(f"/my/applications/{number.rsplit('-', 1)[0]}").text
    assert "油烟排放口紧邻住户窗口" not in own


def test_the_notices_are_papers_of_the_agency(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    officer = hall.sign_in("shichang")
    address = f"/desk/cases/{case['number']}"
    assert officer.post(f"{address}/hearing-notice", notice()).status_code == 303
    officer.post(f"{address}/statement", {"statement": "没有意见"})
    hearing = {**notice(), "kind": "hearing", "addressee": ""}
    assert officer.post(f"{address}/hearing-notice", hearing).status_code == 303
    do_jobs(hall, "third_party_notice", "hearing_notice")
    page = officer.get(address).text
    assert "利害关系人告知书" in page
    assert "听证权利告知书" in page
    with hall.app.app_context():
        reading().expire_all()
        papers = {paper.kind: paper.number for paper in case_row(str(case["number"])).papers}
    assert papers["third_party_notice"] is not None
    assert papers["hearing_notice"] is not None


def test_a_system_gives_the_notice_of_a_hearing(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    address = f"/cases/{case['number']}/hearing-notice"
    assert market.post(address, {**notice(), "kind": "annulment"}).status_code == 422
    early = {**notice(), "kind": "hearing", "answer_until": in_days(1).isoformat()}
    refused = market.post(address, early)
    assert refused.status_code == 422
    assert set(refused.get_json()["errors"]) == {"answer_until"}
    assert market.post(address, {**notice(), "kind": "hearing"}).status_code == 200
    assert market.post(address, {**notice(), "kind": "hearing"}).status_code == 409
    assert market.post(address, {**notice(), "kind": "hearing", "addressee": ""}).status_code == 200
    case_path = address.removesuffix("/hearing-notice")
    assert market.post(f"{case_path}/statements", {"statement": "意见"}).status_code == 422
    neighbour, applicant = market.get(f"{case_path}/notices").get_json()
    assert (neighbour["addressee"], applicant["addressee"]) == (notice()["addressee"], None)
    wordless = {"statement": "", "hearing_demanded": True}
    assert market.post(f"{case_path}/own-statement", wordless).status_code == 200
    answer = {"statement": "太吵", "notice_id": neighbour["id"], "hearing_demanded": True}
    assert market.post(f"{case_path}/statements", answer).status_code == 200
    assert (
        market.post(f"{case_path}/decision", {"outcome": "grant", **STEPS_DONE}).get_json()["code"]
        == "HearingPending"
    )
    assert market.post(f"{case_path}/own-hearing-withdrawal").status_code == 200
    assert market.post(f"{case_path}/own-hearing-withdrawal").status_code == 409
    date = {"hearing_on": hearing_on(), "hearing_time": "9 时", "hearing_place": "二楼"}
    assert market.post(f"{case_path}/hearing", date).status_code == 200
    assert market.post(f"{case_path}/hearing-withdrawal", {}).status_code == 200
    assert market.post(f"{case_path}/hearing", date).get_json()["code"] == "NoHearingDemanded"


def hold_today(case: str) -> None:
    """Let the hearing of the case be today; needs an application context."""
    with transaction() as session:
        hearing = session.scalars(select(Hearing).where(Hearing.case_id == case_row(case).id)).one()
        hearing.planned_on = in_days(0)


def test_a_hearing_that_was_demanded_is_announced_held_and_recorded(either_hall: Hall, food: str) -> None:
    officer, li = either_hall.sign_in("shichang"), either_hall.sign_in("li")
    case = food.rsplit("/", 1)[1]
    own = f"/my/applications/{case.rsplit('-', 1)[0]}"
    officer.post(f"{food}/hearing-notice", {**notice(), "kind": "hearing", "addressee": ""})
    assert "我要求听证" in li.get(f"{own}/statement").text
    demand = {"case": case, "statement": "", "hearing_demanded": "yes"}
    assert li.post(f"{own}/statement", demand).status_code == 303
    assert "您已要求听证" in li.get(own).text
    refused = officer.post(f"{food}/decision", {"outcome": "grant", **STEPS_DONE})
    assert refused.status_code == 409
    assert "举行听证并记录笔录" in refused.text
    date = {"hearing_on": hearing_on(), "hearing_time": "上午9时30分", "hearing_place": "二楼听证室"}
    with either_hall.app.app_context():
        last = due_day(in_days(0), 20, Unit.WORKING_DAY, load_calendar(reading(), since=in_days(0))).day
    for page in (officer.get(food).text, li.get(own).text):
        assert last.isoformat() in page
    too_late = {"hearing_on": (last + timedelta(days=1)).isoformat()}
    for wrong in ({"hearing_on": in_days(5).isoformat()}, too_late, {"hearing_place": ""}):
        answer = officer.post(f"{food}/hearing", {**date, **wrong})
        assert answer.status_code == 422
        assert f'id="error-{next(iter(wrong))}"' in answer.text
    assert officer.post(f"{food}/hearing", date).status_code == 303
    told = li.get(own).text
    assert "上午9时30分" in told
    assert "二楼听证室" in told
    assert "听证通知书" in told
    owed = li.get("/my/").text.partition('id="owed-title"')[2].partition("</section>")[0]
    assert "参加听证：" in owed
    assert "上午9时30分，二楼听证室。带上身份证件、证据材料" in owed
    assert "收到意见：" not in officer.get(food).text
    do_jobs(either_hall, "hearing_date")
    steps = li.get(own).text.partition('class="next-steps"')[2].partition("</ul>")[0]
    assert steps.index("参加“") < steps.index("打开：听证通知书")
    with either_hall.app.app_context():
        assert case_row(case).paused_on == in_days(0)
        hold_today(case)
    record = {"held_on": in_days(0).isoformat(), "hearing_record": (BytesIO(PNG), "听证笔录.png")}
    without = officer.post(f"{food}/hearing-record", {"held_on": in_days(0).isoformat()})
    assert without.status_code == 422
    assert 'id="error-hearing_record"' in without.text
    assert officer.post(f"{food}/hearing-record", record).status_code == 303
    assert re.search(r'href="/desk/files/[^"]+"[^>]*>听证笔录', officer.get(food).text)
    assert "举行了听证" in li.get(own).text
    assert officer.post(f"{food}/decision", {"outcome": "grant", **STEPS_DONE}).status_code == 303
    with either_hall.app.app_context():
        reading().expire_all()
        assert case_row(case).paused_on is None


def test_a_hearing_of_public_interest_is_announced_to_everybody_and_held_before_the_decision(
    either_hall: Hall, food: str
) -> None:
    officer, visitor = either_hall.sign_in("shichang"), either_hall.visitor()
    case = food.rsplit("/", 1)[1]
    own = f"/my/applications/{case.rsplit('-', 1)[0]}"
    planned = {
        "hearing_subject": "沿街餐饮店集中排放油烟",
        "hearing_on": hearing_on(),
        "hearing_time": "上午9时30分",
        "hearing_place": "二楼听证室",
    }
    for wrong in ({"hearing_subject": " "}, {"hearing_on": in_days(0).isoformat()}, {"hearing_place": ""}):
        answer = officer.post(f"{food}/public-hearing", {**planned, **wrong})
        assert answer.status_code == 422
        assert f'id="error-{next(iter(wrong))}"' in answer.text
    assert officer.post(f"{food}/public-hearing", planned).status_code == 303
    public = visitor.get("/hearings/").text
    for said in ("沿街餐饮店集中排放油烟", hearing_on(), "上午9时30分", "二楼听证室", "食品经营许可（新办）"):
        assert said in public
    assert LI.name not in public
    assert officer.post(f"{food}/decision", {"outcome": "grant", **STEPS_DONE}).status_code == 409
    with either_hall.app.app_context(), pytest.raises(HearingPending):
        require_hearing_over(reading(), case_row(case), now=utc_now())
    assert "二楼听证室" in officer.get(food).text
    assert "听证" in either_hall.sign_in("li").get("/my/").text.partition('id="owed-title"')[2]
    told = either_hall.sign_in("li").get(own).text
    assert "部门向社会公告，公开举行听证" in told
    assert "听证通知书" in told
    with either_hall.app.app_context():
        assert case_row(case).paused_on == in_days(0)
        hold_today(case)
    record = {"held_on": in_days(0).isoformat(), "hearing_record": (BytesIO(PNG), "听证笔录.png")}
    assert officer.post(f"{food}/hearing-record", record).status_code == 303
    assert "已经举行" in visitor.get("/hearings/").text
    assert officer.post(f"{food}/decision", {"outcome": "grant", **STEPS_DONE}).status_code == 303


def test_a_demand_given_up_lets_the_decision_go_on(hall: Hall, food_at_hall: str) -> None:
    officer, li = hall.sign_in("shichang"), hall.sign_in("li")
    case = food_at_hall.rsplit("/", 1)[1]
    own = f"/my/applications/{case.rsplit('-', 1)[0]}"
    officer.post(
        f"{food_at_hall}/hearing-notice", {**notice(), "kind": "hearing", "addressee": LI_HOLDER.name}
    )
    li.post(f"{own}/statement", {"case": case, "statement": "不同意", "hearing_demanded": "yes"})
    date = {"hearing_on": hearing_on(), "hearing_time": "9 时", "hearing_place": "二楼"}
    assert officer.post(f"{food_at_hall}/hearing", date).status_code == 303
    early = {"held_on": in_days(0).isoformat(), "hearing_record": (BytesIO(PNG), "听证笔录.png")}
    assert officer.post(f"{food_at_hall}/hearing-record", early).status_code == 409
    assert "撤回听证要求" in li.get(f"{own}/statement").text
    assert li.post(f"{own}/hearing-withdrawal", {"case": case}).status_code == 303
    assert li.post(f"{own}/hearing-withdrawal", {"case": case}).status_code == 409
    assert officer.post(f"{food_at_hall}/decision", {"outcome": "grant", **STEPS_DONE}).status_code == 303


def test_applicant_and_neighbour_are_told_and_heard_apart(hall: Hall, food_at_hall: str) -> None:
    officer, li = hall.sign_in("shichang"), hall.sign_in("li")
    case = food_at_hall.rsplit("/", 1)[1]
    own = f"/my/applications/{case.rsplit('-', 1)[0]}"
    hearing = {**notice(), "kind": "hearing"}
    assert officer.post(f"{food_at_hall}/hearing-notice", hearing).status_code == 303
    assert "现在没有等您提出意见的事情" in li.get(f"{own}/statement").text
    assert li.post(f"{own}/statement", {"case": case, "statement": "我来答"}).status_code == 409
    assert officer.post(f"{food_at_hall}/hearing-notice", {**hearing, "addressee": ""}).status_code == 303
    assert li.post(f"{own}/statement", {"case": case, "statement": "我来答"}).status_code == 303
    assert officer.post(f"{food_at_hall}/decision", {"outcome": "grant", **STEPS_DONE}).status_code == 409
    do_jobs(hall, "hearing_notice", "third_party_hearing_notice")
    with hall.app.app_context():
        papers = {paper.kind: paper.public_id for paper in case_row(case).papers}
    assert notice()["addressee"] not in li.get(own).text
    assert papers["third_party_hearing_notice"] not in li.get(own).text
    assert papers["hearing_notice"] in li.get(own).text
    assert li.get(f"/my/papers/{papers['third_party_hearing_notice']}").status_code == 404
    assert officer.get(f"/desk/papers/{papers['third_party_hearing_notice']}").status_code == 200
    with zipfile.ZipFile(BytesIO(li.get(f"{own}/copy.zip").data)) as copy:
        assert sum("听证权利告知书" in name for name in copy.namelist()) == 1
    program = system(hall, "market_supervision").get(f"/applications/{case.rsplit('-', 1)[0]}").get_json()
    assert {"third_party_hearing_notice"} & {paper["kind"] for paper in program["papers"]} == set()
    assert officer.post(f"{food_at_hall}/statement", {"statement": "太吵"}).status_code == 303
    assert officer.post(f"{food_at_hall}/decision", {"outcome": "grant", **STEPS_DONE}).status_code == 303


def test_a_decided_case_gets_no_notice(either_hall: Hall, food: str) -> None:
    officer = either_hall.sign_in("shichang")
    officer.post(f"{food}/decision", {"outcome": "grant", **STEPS_DONE})
    assert officer.post(f"{food}/hearing-notice", notice()).status_code == 409


def test_the_public_list_begins_with_the_next_hearing_and_ends_with_the_oldest(either_hall: Hall) -> None:
    market = system(either_hall, "market_supervision")
    days = (9, -3, 4, -40, 0, -70)
    cases = [case_of(file_restaurant(market, LI, key=f"public-hearing-{day}"), "SPJY-XB") for day in days]
    for case in cases:
        assert accept(market, case).status_code == 200
    with either_hall.app.app_context():
        rows = {day: case_row(str(case["number"])) for day, case in zip(days, cases, strict=True)}
        officer_id = rows[9].accepted_by_id
        with transaction() as session:
            for day, row in rows.items():
                session.add(
                    Hearing(
                        case_id=row.id,
                        planned_on=in_days(day),
                        planned_time="9 时",
                        place="二楼",
                        subject=f"听证事项第{day}号",
                        announced_at=utc_now(),
                        announced_by_id=officer_id,
                    )
                )
    page = either_hall.visitor().get("/hearings/").text
    assert re.findall(r"听证事项第(-?\d+)号", page) == ["0", "4", "9", "-3", "-40"]
