"""What applicants may do online, they may do at any window with the number and their document."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from services_hall.clock import utc_now
from services_hall.demo.accounts import BUREAU_DISTRICT
from services_hall.windows import person_served
from tests.support.agency_systems import system
from tests.support.application_pages import BUNDLE
from tests.support.case_decisions import application_row, case_row
from tests.support.demo_applications import PNG, RESTAURANT, file_online
from tests.support.hall import Hall
from tests.support.tolerant_cases import promised_case

LI = {"holder.identifier_type": "111", "holder.identifier": "420102188701120026"}
ACTS = ("", "/objection", "/withdrawal", "/statement", "/copy.zip")


def test_who_filed_online_objects_and_withdraws_at_a_window(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    other = file_online(hall, BUNDLE, RESTAURANT, place=BUREAU_DISTRICT)
    clerk, page = hall.sign_in("chuangkou"), f"/window/filings/{number}"
    assert [clerk.get(page + act).status_code for act in ACTS] == [404] * len(ACTS)
    for wrong in ({"holder.identifier": "42010218890920013X"}, {"holder.identifier": "1"}, {"case": "1"}):
        answer = clerk.post("/window/present", {"case": number, **LI, **wrong})
        assert answer.status_code == 404
        assert "对不上" in answer.text
    assert clerk.post("/window/present", {"case": f"{number}-02", **LI}).headers["Location"] == page
    assert [clerk.get(page + act).status_code for act in ACTS] == [200] * len(ACTS)
    assert clerk.get(f"/window/cases/{number}-01/supplement").status_code == 200
    assert clerk.get(f"/window/filings/{other}").status_code == 404
    objection = {"case": f"{number}-01", "objection": "面积应为 60 平方米"}
    assert clerk.post(f"{page}/objection", objection).status_code == 303
    assert clerk.post(f"{page}/withdrawal", {"cases": f"{number}-02"}).status_code == 303
    with hall.app.app_context():
        application = application_row(number)
        assert application.cases[1].state == "withdrawn"
        last = application.cases[1].events[-1]
        assert last.on_behalf_of_id == application.applicant_id
    assert hall.sign_in("chuangkou").get(page).status_code == 404


def test_every_page_says_who_is_served_until_the_clerk_is_done(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    clerk, page = hall.sign_in("chuangkou"), f"/window/filings/{number}"
    assert "正在为" not in clerk.get("/window/").text
    assert clerk.post("/window/present", {"case": number, **LI}).status_code == 303
    for served in ("/window/", page, f"{page}/objection", "/window/supplement"):
        text = clerk.get(served).text
        assert "正在为 <strong>李样例</strong>" in text
        assert "420102188701120026" not in text
    assert clerk.post("/window/present/end").headers["Location"] == "/window/present"
    text = clerk.get("/window/present").text
    assert "已从本窗口清除" in text
    assert "李样例" not in text
    assert clerk.get(page).status_code == 404


def test_the_service_ends_after_a_while_without_a_page(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    clerk, page, start = hall.sign_in("chuangkou"), f"/window/filings/{number}", utc_now()
    assert clerk.post("/window/present", {"case": number, **LI}).status_code == 303
    for minutes, status in ((9, 200), (18, 200), (29, 404)):
        moment = start + timedelta(minutes=minutes)
        monkeypatch.setattr(person_served, "utc_now", lambda moment=moment: moment)
        assert clerk.get(page).status_code == status
    assert "正在为" not in clerk.get("/window/").text


def test_force_majeure_is_pleaded_at_a_window(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    with hall.app.app_context():
        case = promised_case(market)
    clerk, page, form = (
        hall.sign_in("chuangkou"),
        f"/window/filings/{case[:-3]}",
        f"/window/cases/{case}/plea",
    )
    flood = {"plea": "江水倒灌，店里进不去"}
    assert (clerk.get(form).status_code, clerk.post(form, flood).status_code) == (404, 404)
    assert clerk.post("/window/present", {"case": case, **LI}).headers["Location"] == page
    assert f'href="{form}"' in clerk.get(page).text
    assert f'action="{form}"' in clerk.get(form).text
    broken = clerk.post(form, {**flood, "plea_file": (BytesIO(b"no picture"), "水.png")})
    assert (broken.status_code, 'id="error-plea_file"' in broken.text) == (422, True)
    assert flood["plea"] in broken.text
    done = clerk.post(form, {**flood, "plea_file": (BytesIO(PNG), "水.png")})
    assert (done.status_code, done.headers["Location"]) == (303, page)
    shown = clerk.get(page).text
    assert flood["plea"] in shown
    (file,) = re.findall(r'href="(/window/files/[^"]+)">水.png', shown)
    assert clerk.get(file).status_code == 200
    assert clerk.post(form, {"plea": "水还没有退"}).status_code == 409
    with hall.app.app_context():
        row = case_row(case)
        plea = row.events[-1]
        assert (plea.action, plea.on_behalf_of_id) == ("plead_force_majeure", row.application.applicant_id)
        assert plea.actor_id != plea.on_behalf_of_id
    assert flood["plea"] in hall.sign_in("shichang").get(f"/desk/cases/{case}").text
