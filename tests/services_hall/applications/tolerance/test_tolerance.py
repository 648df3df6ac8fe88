"""Tolerant acceptance: offered, promised, accepted, supplied, postponed, ended, and the bar after it."""

import re
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from guides.calendar.official_days import load_calendar
from services_hall import database
from services_hall.applications.errors import (
    ActionDoneBefore,
    ActionInvalid,
    NoSupplyDayLeft,
    ToleranceBarred,
    ToleranceDayPassed,
    ToleranceNotOffered,
    ToleranceNotPromised,
)
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Application, CaseDemand, Promise, PromiseKind
from services_hall.applications.tolerance import promised_materials, tolerant_acceptance
from services_hall.casework.transitions import TransitionRefused
from services_hall.clock import local_day, utc_now
from services_hall.notices.enumerations import NoticeTopic
from services_hall.use_cases.accept_tolerantly import accept_tolerantly
from services_hall.use_cases.postpone_supply import postpone_supply
from services_hall.use_cases.terminate_unsupplied import remind_of_supply, terminate_unsupplied
from tests.support.agency_systems import System, actor_of, system
from tests.support.case_decisions import case_row, decide, end_time
from tests.support.demo_applications import PNG
from tests.support.hall import Hall
from tests.support.notices import notices_of
from tests.support.restaurant import LI, request_body, upload_file
from tests.support.supplements import in_days
from tests.support.tolerant_cases import (
    DEFERRABLE,
    FOOD,
    SCENARIO,
    accept,
    file_without,
    promise,
    promised_case,
)


def test_work_goes_on_but_nothing_is_granted_before_the_materials_came(
    either_hall: Hall, market: System
) -> None:
    case = file_without(market)
    number = case["number"]
    with either_hall.app.app_context():
        with pytest.raises(ToleranceNotPromised):
            accept(number)
        promise(number)
        promise(number)
        accept(number)
        row = case_row(number)
        assert (row.state, row.tolerance_due_on) == (CaseState.ACCEPTED_TOLERANTLY, in_days(1))
        assert row.accepted_at is not None
        assert row.decision_due_on is not None
        assert [paper.kind for paper in row.papers][:2] == ["commitment", "tolerant_acceptance"]
        (signed,) = database.reading().scalars(select(Promise).where(Promise.case_id == row.id))
        assert signed.kind is PromiseKind.TOLERANCE
        (demand,) = database.reading().scalars(select(CaseDemand).where(CaseDemand.case_id == row.id))
        assert (demand.material_key, demand.met_at) == (DEFERRABLE, None)
    assert decide(market, case).status_code == 409
    early = market.post(f"/cases/{number}/supply", {"attachments": {}})
    assert (early.status_code, list(early.get_json()["errors"])) == (422, [f"material.{DEFERRABLE}"])
    given = market.post(f"/cases/{number}/supply", {"attachments": {DEFERRABLE: upload_file(market)}})
    assert (given.status_code, given.get_json()["state"]) == (200, "accepted")
    assert decide(market, case).get_json()["state"] == "granted"


@pytest.mark.parametrize(
    "missing", [(), ("premises-proof",), (DEFERRABLE, "premises-proof")], ids=["none", "other", "both"]
)
def test_tolerance_is_offered_only_where_everything_that_is_missing_may_follow(
    hall: Hall, missing: tuple[str, ...]
) -> None:
    market = system(hall, "market_supervision")
    keys = request_body(market, LI, SCENARIO, FOOD)["attachments"]
    other = next((key for key in keys if key not in deferrable_keys(hall)), None)
    gone = {other if name == "premises-proof" else name for name in missing}
    number = file_without(market, [name for name in gone if name])["number"]
    with hall.app.app_context(), pytest.raises(ToleranceNotOffered):
        promise(number)


def deferrable_keys(hall: Hall) -> set[str]:
    market = system(hall, "market_supervision")
    number = file_without(market, key="look-at-the-terms")["number"]
    with hall.app.app_context():
        terms = case_row(number).application_item.edition.terms
        return {material.key for material in terms.materials if material.deferrable is not None}


@pytest.mark.parametrize("days", [None, 0, 60])
def test_the_day_lies_between_tomorrow_and_the_last_one_of_guide_and_promise(
    hall: Hall, days: int | None
) -> None:
    number = file_without(system(hall, "market_supervision"))["number"]
    with hall.app.app_context():
        promise(number)
        market = actor_of("market_supervision")
        with pytest.raises(ActionInvalid) as refused:
            accept_tolerantly(market, number, None if days is None else in_days(days))
        assert set(refused.value.errors) == {"supply_until"}
        assert case_row(number).state == CaseState.RECEIVED


def test_a_broken_promise_ends_the_case_and_bars_until_it_is_mended(
    either_hall: Hall, market: System
) -> None:
    with either_hall.app.app_context():
        number = promised_case(market)
        assert terminate_unsupplied() == 0
        end_time(number, "tolerance_due_on")
        assert terminate_unsupplied() == 1
        assert terminate_unsupplied() == 0
        case = case_row(number)
        assert (case.state, case.outcome) == (CaseState.TERMINATED, "terminated")
        (paper,) = [one for one in case.papers if one.kind == "termination"]
        assert "食品安全规章制度" in str(paper.details)
    again = file_without(market, key="tolerant-2")["number"]
    with either_hall.app.app_context(), pytest.raises(ToleranceBarred):
        promise(again)
    whole = file_without(market, (), key="complete-3")
    assert market.post(f"/cases/{whole['number']}/acceptance").status_code == 200
    with either_hall.app.app_context():
        promise(again)


def test_what_comes_too_late_is_refused(either_hall: Hall, market: System) -> None:
    with either_hall.app.app_context():
        number = promised_case(market)
        end_time(number, "tolerance_due_on")
    late = market.post(f"/cases/{number}/supply", {"attachments": {DEFERRABLE: upload_file(market)}})
    assert (late.status_code, late.get_json()["code"]) == (409, ToleranceDayPassed.__name__)


def test_force_majeure_moves_the_day_once(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    with hall.app.app_context():
        number = promised_case(market)
        officer, later = actor_of("market_supervision"), in_days(2)
        last = case_row(number).decision_due_on
        assert last is not None
        for until, excuse, field in (
            (in_days(1), "暴雨停电", "postponed_until"),
            (last + timedelta(days=1), "暴雨停电", "postponed_until"),
            (later, " ", "excuse"),
        ):
            with pytest.raises(ActionInvalid) as refused:
                postpone_supply(officer, number, supply_until=until, excuse=excuse)
            assert set(refused.value.errors) == {field}
        postpone_supply(officer, number, supply_until=later, excuse="暴雨停电")
        database.reading().expire_all()
        case = case_row(number)
        assert case.tolerance_due_on == later
        assert "暴雨停电" in (case.events[-1].reason or "")
        asked = notices_of(hall, "li", number)[-1]
        assert (asked.topic, asked.until) == (NoticeTopic.SUPPLY_POSTPONED, later)
        with pytest.raises(ActionDoneBefore):
            postpone_supply(officer, number, supply_until=later, excuse="又停电")


def test_a_flawed_material_may_be_mended_after_the_acceptance(either_hall: Hall, market: System) -> None:
    number = str(file_without(market, missing=())["number"])
    officer, li = either_hall.sign_in("shichang"), either_hall.sign_in("li")
    desk, own = f"/desk/cases/{number}", f"/my/applications/{number[:-3]}"
    flaw = {"flawed_material": DEFERRABLE, "flaw": "第二页的印章看不清"}
    for wrong, field in (
        ({"flawed_material": "layout-plan"}, "flawed_material"),
        ({"flawed_material": "blood-test"}, "flawed_material"),
        ({"flaw": " "}, "flaw"),
    ):
        answer = officer.post(f"{desk}/flaw", {**flaw, **wrong})
        assert answer.status_code == 422
        assert f'id="error-{field}"' in answer.text
    assert officer.post(f"{desk}/flaw", flaw).status_code == 303
    told = li.get(own).text
    assert "部门指出 1 份材料要改正" in told
    assert "请您：改正“食品经营许可（新办）”的材料" in told
    assert "第二页的印章看不清" in told
    assert "选择容缺受理" in told
    offered = li.get(f"/my/cases/{number}/tolerance").text
    assert "第二页的印章看不清" in offered
    with either_hall.app.app_context():
        assert notices_of(either_hall, "li", number)[-1].topic == NoticeTopic.FLAW_REPORTED
        promise(number)
    assert officer.post(f"{desk}/flaw", flaw).status_code == 422
    with either_hall.app.app_context():
        accept(number)
        case = case_row(number)
        (demand,) = database.reading().scalars(select(CaseDemand).where(CaseDemand.case_id == case.id))
        assert (demand.problem, demand.material_key) == ("第二页的印章看不清", DEFERRABLE)
        (paper,) = [one for one in case.papers if one.kind == "tolerant_acceptance"]
        assert "第二页的印章看不清" in str(paper.details)
    mended = market.post(f"/cases/{number}/supply", {"attachments": {DEFERRABLE: upload_file(market)}})
    assert mended.status_code == 200, mended.text
    with either_hall.app.app_context():
        database.reading().expire_all()
        case = case_row(number)
        assert case.state is CaseState.ACCEPTED
        assert all(one.flaw is None for one in case.application_item.requirements)


@pytest.mark.parametrize("is_granted", [True, False])
def test_force_majeure_is_pleaded_by_the_applicant_and_heard_before_the_case_ends(
    either_hall: Hall, market: System, *, is_granted: bool
) -> None:
    with either_hall.app.app_context():
        number = promised_case(market)
    officer, li = either_hall.sign_in("shichang"), either_hall.sign_in("li")
    desk, own, form = f"/desk/cases/{number}", f"/my/applications/{number[:-3]}", f"/my/cases/{number}/plea"
    assert form in li.get(own).text
    for wrong, field in (
        ({"plea": " "}, "plea"),
        ({"plea": "洪水", "plea_file": (BytesIO(b"no picture"), "水.png")}, "plea_file"),
    ):
        answer = li.post(form, wrong)
        assert (answer.status_code, f'id="error-{field}"' in answer.text) == (422, True)
    assert officer.post(f"{desk}/plea-refusal", {"decline_reason": "没有"}).status_code == 409
    plea = {"plea": "江水倒灌，店里进不去", "plea_file": (BytesIO(PNG), "水.png")}
    assert li.post(form, plea).status_code == 303
    again = li.post(form, {"plea": "江水还没有退"})
    assert (again.status_code, "江水还没有退" in again.text) == (409, True)
    told = li.get(own).text
    assert "部门正在听取" in told
    assert "江水倒灌，店里进不去" in told
    (file,) = re.findall(r'href="(/my/files/[^"]+)">水.png', told)
    assert li.get(file).status_code == 200
    assert either_hall.sign_in("wang").get(file).status_code == 404
    archive = zipfile.ZipFile(BytesIO(li.get(f"{own}/copy.zip").data))
    assert f"不可抗力的证明/{number} 不可抗力的证明.png" in archive.namelist()
    index = archive.read("目录.html").decode()
    assert "江水倒灌，店里进不去" in index
    assert '申请人说明不可抗力 <span class="soft">申请人</span>' in index
    heard = officer.get(desk).text
    assert "江水倒灌，店里进不去" in heard
    assert "水.png" in heard
    with either_hall.app.app_context():
        end_time(number, "tolerance_due_on")
        assert terminate_unsupplied() == 0
    if is_granted:
        moved = {"excuse": "核实属实", "postponed_until": (in_days(2)).isoformat()}
        assert officer.post(f"{desk}/supply-day", moved).status_code == 303
    else:
        assert officer.post(f"{desk}/plea-refusal", {"decline_reason": " "}).status_code == 422
        refused = officer.post(f"{desk}/plea-refusal", {"decline_reason": "当天没有洪水"})
        assert refused.status_code == 303
        assert "当天没有洪水" in li.get(own).text
    with either_hall.app.app_context():
        assert notices_of(either_hall, "li", number)[-1].topic == (
            NoticeTopic.SUPPLY_POSTPONED if is_granted else NoticeTopic.PLEA_DECLINED
        )
        assert terminate_unsupplied() == (0 if is_granted else 1)
    assert li.post(form, {"plea": "再说一次"}).status_code == 409


def test_a_promise_does_not_stretch_the_time_of_a_renewal(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """行政许可法 art. 50: what was promised is there by the last day of the licence, or the case ends."""
    market, ends_on = system(hall, "market_supervision"), in_days(2)
    number = str(file_without(market)["number"])
    with hall.app.app_context():
        promise(number)
        with database.transaction() as session:
            application = session.get_one(Application, case_row(number).application_id)
            application.source_valid_to = ends_on
        later = ends_on + timedelta(days=1)
        assert is_day_possible(number, later)
        monkeypatch.setattr(tolerant_acceptance, "is_timely_renewal", lambda _case: True)
        assert not is_day_possible(number, later)
        with pytest.raises(ActionInvalid):
            accept(number, later)
        accept(number, in_days(1))
        officer = actor_of("market_supervision")
        with pytest.raises(ActionInvalid):
            postpone_supply(officer, number, supply_until=later, excuse="暴雨停电")
        postpone_supply(officer, number, supply_until=ends_on, excuse="暴雨停电")


def test_a_later_day_is_offered_only_while_there_is_one(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    with hall.app.app_context():
        number = promised_case(market)
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{number}"
    assert "act=supply_day" in officer.get(path).text
    with hall.app.app_context():
        with database.transaction() as session:
            case = session.merge(case_row(number))
            case.decision_due_on = case.tolerance_due_on
        with pytest.raises(NoSupplyDayLeft):
            postpone_supply(
                actor_of("market_supervision"), number, supply_until=in_days(9), excuse="暴雨停电"
            )
    page = officer.get(path).text
    assert "act=supply_day" not in page
    assert "没有可以延后的日子" in page
    moved = {"excuse": "暴雨停电", "postponed_until": in_days(9).isoformat()}
    refused = officer.post(f"{path}/supply-day", moved)
    assert (refused.status_code, "没有可以延后的日子" in refused.text) == (409, True)


def is_day_possible(number: str, day: date) -> bool:
    """Whether a tolerant acceptance now may set this day; needs an application context."""
    session, case = database.reading(), case_row(number)
    last = tolerant_acceptance.last_supply_day(case, load_calendar(session), now=utc_now())
    return last is not None and day <= last


def test_a_reminder_is_marked_once(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    with hall.app.app_context():
        number = promised_case(market)
        remind_of_supply()
        case_id, today = case_row(number).id, local_day(utc_now())
        demands = select(CaseDemand).where(CaseDemand.case_id == case_id)
        (reminded,) = [demand.reminded_at for demand in database.reading().scalars(demands)]
        assert reminded is not None
        assert promised_materials.case_ids_to_remind(database.reading(), today=today) == []


def test_a_case_that_is_complete_or_ended_is_not_accepted_tolerantly(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = file_without(market, ())["number"]
    with hall.app.app_context(), pytest.raises(ToleranceNotOffered):
        accept(number)
    market.post(f"/cases/{number}/acceptance")
    with hall.app.app_context():
        assert tolerant_acceptance.deferred_materials(case_row(number)) == ()
        with pytest.raises(TransitionRefused):
            accept(number)
