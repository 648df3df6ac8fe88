"""Delivery of the notices that start a period: opened, handed over, posted, returned."""

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select, update

from guides.calendar import due_day
from guides.calendar.official_days import load_calendar
from guides.enumerations import Unit
from services_hall import database
from services_hall.applications.clocks.notice_periods import LAST_DAYS
from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import Case, PriorNotice
from services_hall.clock import utc_now
from services_hall.use_cases.close_late_supplements import close_late_supplements, has_late_supplements
from services_hall.use_cases.order_correction import order_correction
from tests.support.agency_systems import actor_of
from tests.support.case_decisions import STEPS_DONE, case_row, end_time
from tests.support.demo_applications import PNG
from tests.support.endings import AGREED, FIRE, FOOD, POST, REASON, UNOPENED, WINDOW, Site
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI
from tests.support.supplements import PLAN, PLAN_DEMAND, in_days
from tests.support.waiting_jobs import do_jobs_and_papers


def deliveries(site: Site, number: str, kind: str | None, code: str = FOOD) -> list[dict[str, Any]]:
    """The deliveries of the paper of this kind, None for the result."""
    answer = site.desk(code).get(f"/cases/{number}/deliveries")
    assert answer.status_code == 200, answer.text
    return [one for one in answer.get_json() if one["kind"] == kind]


def supplement_asked(site: Site, wish: dict[str, Any]) -> str:
    number = site.file(wish=wish)
    notice = {"demands": [dict(PLAN_DEMAND)], "due_on": in_days(20).isoformat()}
    site.act(FOOD, number, "supplement-notice", notice)
    do_jobs_and_papers(site.hall)
    return number


@on_postgresql
def test_a_notice_is_delivered_when_it_is_opened_and_both_sides_see_how(either_hall: Hall) -> None:
    site = Site(either_hall)
    number = supplement_asked(site, dict(UNOPENED))
    officer, applicant = either_hall.sign_in("shichang"), either_hall.sign_in("li")
    page, desk = f"/my/applications/{number[:-3]}", f"/desk/cases/{number}"
    (before,) = deliveries(site, number, "supplement_notice")
    assert before["delivered_at"] is None
    for text in (applicant.get(page).text, officer.get(desk).text):
        assert "补正告知书：已放在“我的”，第一次打开时算送达。" in text
    assert applicant.get(f"/my/papers/{before['paper']}").status_code == 200
    (after,) = deliveries(site, number, "supplement_notice")
    assert after["delivered_at"] is not None
    filed = site.clerk.get(f"/applications/{number[:-3]}").get_json()
    assert filed["deliveries"] == [{**after, "case": number}]
    assert after["receiver"] == LI.name
    for text in (applicant.get(page).text, officer.get(desk).text):
        assert "首次打开，已送达。" in text
        assert "补正告知书：已放在" not in text
    assert site.desk(FOOD).get(f"/cases/{number}").get_json()["delivered_at"] is None


def test_a_notice_that_the_post_returned_is_signed_for_at_any_window(hall: Hall) -> None:
    site = Site(hall)
    number = site.granted(POST, FIRE)
    with hall.app.app_context():
        order_correction(actor_of("fire_rescue"), number, CorrectionOrder("疏散通道被占用", in_days(5)))
    do_jobs_and_papers(hall)
    (order,) = deliveries(site, number, "correction_order", FIRE)
    officer, path = hall.sign_in("xiaofang"), f"/desk/cases/{number}"
    assert "act=notice_delivery" in officer.get(path).text
    step = {"paper": order["paper"], "tracking_number": "EMS123", "receiver": ""}
    unsigned = officer.post(f"{path}/delivery", {**step, "step": "hand_over"})
    assert unsigned.status_code == 422
    assert "EMS123" in unsigned.text
    for name in ("post", "return"):
        assert officer.post(f"{path}/delivery", {**step, "step": name}).status_code == 303
        steps = officer.get(path, act="notice_delivery").text
        assert ("寄出的被退回" in steps) is (name == "post")
    found = {"number": number, "identifier": LI.identity_number}
    clerk = hall.sign_in("chuangkou")
    assert "责令限期改正通知书" in clerk.post("/window/collections", found).text
    foreign = {**found, "paper": "somebody-elses", "receiver": LI.name}
    assert clerk.post("/window/collections", foreign).status_code == 404
    handed = {**found, "paper": order["paper"], "receiver": LI.name}
    scan = clerk.post("/window/collections", {**handed, "delivery_proof": (BytesIO(b"?"), "回证.png")})
    assert (scan.status_code, 'id="error-delivery_proof"' in scan.text) == (422, True)
    signed_receipt = {**handed, "delivery_proof": (BytesIO(PNG), "窗口回证.png")}
    assert clerk.post("/window/collections", signed_receipt).status_code == 303
    assert "签了名的回证：窗口回证.png" in officer.get(path).text
    (signed,) = deliveries(site, number, "correction_order", FIRE)
    assert (signed["way"], signed["receiver"]) == ("window", LI.name)
    (result,) = deliveries(site, number, None, FIRE)
    assert result["delivered_at"] is None
    do_jobs_and_papers(hall)
    assert "送达回证" in hall.sign_in("li").get(f"/my/applications/{number[:-3]}").text


def test_a_notice_to_a_third_party_is_delivered_without_the_applicant_seeing_whom(hall: Hall) -> None:
    site = Site(hall)
    number = site.file(wish=dict(WINDOW))
    site.act(FOOD, number, "acceptance")
    notice = {"kind": "third_party", "addressee": "邻居钱样例", "facts": REASON}
    site.act(FOOD, number, "hearing-notice", {**notice, "answer_until": in_days(5).isoformat()})
    do_jobs_and_papers(hall)
    (waiting,) = deliveries(site, number, "third_party_notice")
    assert (waiting["way"], waiting["item_state"]) == ("window", "ready")
    record = {"step": "hand_over", "paper": waiting["paper"], "receiver": "邻居钱样例"}
    site.act(FOOD, number, "delivery", record)
    do_jobs_and_papers(hall)
    assert "利害关系人告知书（邻居钱样例）：" in hall.sign_in("shichang").get(f"/desk/cases/{number}").text
    page = hall.sign_in("li").get(f"/my/applications/{number[:-3]}").text
    assert "邻居钱样例" not in page
    assert "送达回证" not in page
    assert site.clerk.get(f"/applications/{number[:-3]}").get_json()["deliveries"] == []
    again = site.desk(FOOD).post(f"/cases/{number}/delivery", record)
    assert again.status_code == 409


def test_only_the_steps_that_a_notice_can_take_are_offered_with_it(hall: Hall) -> None:
    site = Site(hall)
    number = site.file(wish=dict(WINDOW))
    site.act(FOOD, number, "acceptance")
    for addressee in ("邻居钱样例", "邻居孙样例"):
        notice = {"kind": "third_party", "addressee": addressee, "facts": REASON}
        site.act(FOOD, number, "hearing-notice", {**notice, "answer_until": in_days(5).isoformat()})
    do_jobs_and_papers(hall)
    first, second = (one["paper"] for one in deliveries(site, number, "third_party_notice"))
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{number}"
    posted = {"paper_step": f"{first} post", "tracking_number": "EMS7", "address": "演示路2号"}
    assert officer.post(f"{path}/delivery", posted).status_code == 303
    page = officer.get(path, act="notice_delivery").text
    offered = re.findall(r'<option value="([\w-]+ \w+)">', page)
    assert offered == [f"{first} confirm_receipt", f"{first} return", f"{second} hand_over", f"{second} post"]
    assert officer.post(f"{path}/delivery", {"paper_step": f"{first} fly"}).status_code == 400
    unsigned = officer.post(f"{path}/delivery", {"paper_step": f"{second} hand_over", "receiver": " "})
    assert unsigned.status_code == 422
    assert f'<option value="{second} hand_over" selected>' in unsigned.text
    received = {"paper_step": f"{first} confirm_receipt", "receiver": "邻居钱样例"}
    assert officer.post(f"{path}/delivery", received).status_code == 303
    assert [one["delivered_at"] is None for one in deliveries(site, number, "third_party_notice")] == [
        False,
        True,
    ]


def set_answer_day(number: str, days: int) -> None:
    """Let the time to demand a hearing end this many days from today; needs an application context."""
    with database.transaction() as session:
        rows = update(PriorNotice).where(PriorNotice.case_id == case_row(number).id)
        session.execute(rows.values(answer_until=in_days(days)))


def test_the_receipt_that_was_signed_is_kept_with_the_delivery(hall: Hall) -> None:
    site = Site(hall)
    number = site.granted(WINDOW)
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{number}"
    assert 'name="delivery_proof"' in officer.get(path, act="hand_over_result").text
    step = {"step": "hand_over", "receiver": LI.name}
    broken = officer.post(f"{path}/delivery", {**step, "delivery_proof": (BytesIO(b"?"), "回证.png")})
    assert (broken.status_code, 'id="error-delivery_proof"' in broken.text) == (422, True)
    given = officer.post(f"{path}/delivery", {**step, "delivery_proof": (BytesIO(PNG), "回证.png")})
    assert given.status_code == 303
    (proof,) = re.findall(r'href="(/desk/files/[^"]+)"[^>]*>签了名的回证：回证.png', officer.get(path).text)
    assert officer.get(proof).status_code == 200
    archive = hall.sign_in("li").get(f"/my/applications/{number[:-3]}/copy.zip")
    names = zipfile.ZipFile(BytesIO(archive.data)).namelist()
    assert f"送达回证/{number} 签了名的送达回证.png" in names


def test_the_time_to_demand_a_hearing_runs_from_the_day_on_which_the_post_brings_its_notice(
    hall: Hall,
) -> None:
    site = Site(hall)
    number = site.file(wish=dict(POST))
    site.act(FOOD, number, "acceptance")
    notice = {"kind": "hearing", "facts": "占用公共通道", "answer_until": in_days(30).isoformat()}
    site.act(FOOD, number, "hearing-notice", notice)
    do_jobs_and_papers(hall)
    (paper,) = deliveries(site, number, "hearing_notice")
    step = {"paper": paper["paper"], "tracking_number": "EMS124"}
    site.act(FOOD, number, "delivery", {**step, "step": "post"})
    with hall.app.app_context():
        set_answer_day(number, -1)
    body = {"outcome": "grant", **STEPS_DONE}
    early = site.desk(FOOD).post(f"/cases/{number}/decision", body)
    assert (early.status_code, early.get_json()["code"]) == (409, "NoticeUndelivered")
    site.act(FOOD, number, "delivery", {**step, "step": "confirm_receipt", "receiver": LI.name})
    early = site.desk(FOOD).post(f"/cases/{number}/decision", body)
    assert (early.status_code, early.get_json()["code"]) == (409, "StatementTimeRunning")
    with hall.app.app_context():
        (told,) = database.reading().scalars(
            select(PriorNotice).where(PriorNotice.case_id == case_row(number).id)
        )
        fifth = due_day(in_days(0), 5, Unit.WORKING_DAY, load_calendar(database.reading())).day
        assert told.answer_until == fifth
        set_answer_day(number, -1)
    assert site.desk(FOOD).post(f"/cases/{number}/decision", body).status_code == 200


def test_a_notice_whose_paper_is_made_after_the_case_went_on_still_arrives_on_the_applicants_pages(
    hall: Hall,
) -> None:
    site = Site(hall)
    for wish, opened in ((AGREED, True), (UNOPENED, False)):
        number = site.file(wish=dict(wish))
        demand = {"demands": [dict(PLAN_DEMAND)], "due_on": in_days(20).isoformat()}
        site.act(FOOD, number, "supplement-notice", demand)
        file_id = site.clerk.upload("平面图.png", PNG).get_json()["id"]
        answer = site.clerk.post(f"/cases/{number}/supplement", {"attachments": {PLAN: [file_id]}})
        assert answer.status_code == 200, answer.text
        do_jobs_and_papers(hall)
        (late,) = deliveries(site, number, "supplement_notice")
        assert (late["delivered_at"] is not None) is opened
        assert hall.sign_in("li").get(f"/my/papers/{late['paper']}").status_code == 200
        (read,) = deliveries(site, number, "supplement_notice")
        assert read["delivered_at"] is not None


def notice_days(number: str, **days: Any) -> None:
    """Write the case's notices ten days earlier, and set these due days; needs an application context."""
    with database.transaction() as session:
        case = session.get_one(Case, case_row(number).id)
        for paper in case.papers:
            paper.written_at -= timedelta(days=10)
            if last := LAST_DAYS.get(PaperCode(paper.kind)):
                paper.details = {**(paper.details or {}), last: in_days(-1).isoformat()}
        for name, day in days.items():
            setattr(case, name, day)


def hand_over(site: Site, number: str, kind: str, code: str = FOOD) -> None:
    """Hand the only paper of this kind over at the agency's desk."""
    (waiting,) = deliveries(site, number, kind, code)
    record = {"step": "hand_over", "paper": waiting["paper"], "receiver": "收件人样例"}
    site.act(code, number, "delivery", record)


@on_postgresql
def test_no_case_is_closed_for_a_supplement_whose_notice_nobody_handed_over(either_hall: Hall) -> None:
    site = Site(either_hall)
    waiting, unmade = supplement_asked(site, dict(WINDOW)), site.file(wish=dict(WINDOW))
    demand = {"demands": [dict(PLAN_DEMAND)], "due_on": in_days(20).isoformat()}
    site.act(FOOD, unmade, "supplement-notice", demand)
    with either_hall.app.app_context():
        for number in (waiting, unmade):
            notice_days(number, supplement_due_on=in_days(-1))
        assert not has_late_supplements(database.reading(), utc_now())
        assert close_late_supplements() == 0
    officer = either_hall.sign_in("shichang")
    assert "登记通知书的送达" in officer.get(f"/desk/cases/{waiting}").text.partition('id="form"')[2]
    hand_over(site, waiting, "supplement_notice")
    with either_hall.app.app_context():
        database.reading().expire_all()
        calendar = load_calendar(database.reading())
        assert case_row(waiting).supplement_due_on == due_day(in_days(0), 9, Unit.CALENDAR_DAY, calendar).day
        assert close_late_supplements() == 0
        end_time(waiting, "supplement_due_on")
        assert close_late_supplements() == 1
        assert case_row(unmade).state == "supplement_asked"


def test_no_grant_is_annulled_before_the_order_to_correct_and_the_notice_were_delivered(hall: Hall) -> None:
    site = Site(hall)
    number = site.granted(WINDOW, FIRE)
    with hall.app.app_context():
        order_correction(actor_of("fire_rescue"), number, CorrectionOrder("疏散通道被占用", in_days(5)))
    do_jobs_and_papers(hall)
    with hall.app.app_context():
        notice_days(number, correction_due_on=in_days(-1))
    notice = {"kind": "annulment", "facts": REASON, "notice_article": "xff-58"}
    path = f"/cases/{number}"
    desk, body = site.desk(FIRE), {**notice, "answer_until": in_days(5).isoformat()}
    assert desk.post(f"{path}/end-notices", body).get_json()["code"] == "NoticeUndelivered"
    hand_over(site, number, "correction_order", FIRE)
    assert desk.post(f"{path}/end-notices", body).get_json()["code"] == "CorrectionTimeRunning"
    with hall.app.app_context():
        case = case_row(number)
        (check,) = [step for step in case.steps if step.kind == "after_check"]
        assert case.correction_due_on is not None
        assert check.due_on is not None
        assert in_days(9) <= case.correction_due_on < check.due_on
        end_time(number, "correction_due_on")
    assert desk.post(f"{path}/end-notices", body).status_code == 200
    do_jobs_and_papers(hall)
    with hall.app.app_context():
        set_answer_day(number, -1)
    end = {"end": "annul", "end_article": "xff-58", "end_reason": REASON, "ground": None}
    assert desk.post(f"{path}/grant-end", end).get_json()["code"] == "NoticeUndelivered"
    hand_over(site, number, "prior_notice", FIRE)
    with hall.app.app_context():
        set_answer_day(number, -1)
    assert desk.post(f"{path}/grant-end", end).status_code == 200


def test_the_decision_waits_until_a_neighbour_was_handed_the_notice(hall: Hall) -> None:
    site = Site(hall)
    number = site.file()
    site.act(FOOD, number, "acceptance")
    notice = {"kind": "third_party", "addressee": "邻居钱样例", "facts": REASON}
    site.act(FOOD, number, "hearing-notice", {**notice, "answer_until": in_days(5).isoformat()})
    do_jobs_and_papers(hall)
    with hall.app.app_context():
        notice_days(number)
        set_answer_day(number, -1)
    body = {"outcome": "grant", **STEPS_DONE}
    desk = site.desk(FOOD)
    assert desk.post(f"/cases/{number}/decision", body).get_json()["code"] == "NoticeUndelivered"
    hand_over(site, number, "third_party_notice")
    assert desk.post(f"/cases/{number}/decision", body).get_json()["code"] == "StatementTimeRunning"
    site.act(FOOD, number, "statements", {"statement": "没有意见"})
    assert desk.post(f"/cases/{number}/decision", body).status_code == 200


def test_a_notice_that_nobody_opens_can_be_posted(hall: Hall) -> None:
    site = Site(hall)
    number = supplement_asked(site, dict(UNOPENED))
    (unopened,) = deliveries(site, number, "supplement_notice")
    step = {"paper": unopened["paper"], "tracking_number": "EMS125", "address": "武汉市江岸区样例路 1 号"}
    assert "寄出" in hall.sign_in("shichang").get(f"/desk/cases/{number}", act="notice_delivery").text
    site.act(FOOD, number, "delivery", {**step, "step": "post"})
    (posted,) = deliveries(site, number, "supplement_notice")
    assert (posted["way"], posted["item_state"], posted["delivered_at"]) == ("post", "mailed", None)
