"""Registration for a public hearing: everybody may, the officer reads it, and nothing of it stays."""

import re
from typing import Final

import pytest
from sqlalchemy import text

from services_hall.applications.hearings.registrations import KEPT_AFTER
from services_hall.applications.models import Hearing
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.job_registry import HANDLERS
from services_hall.jobs.names import JobName
from services_hall.use_cases.register_for_hearing import has_old_registrations
from services_hall.web.rate_limits import REGISTRATIONS_OF_AN_ADDRESS
from tests.support.agency_systems import system
from tests.support.case_decisions import accept
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.supplements import in_days

PERSON: Final = {
    "participant_name": "周旁听",
    "participant_phone": "027-10000001",
    "wants_to_speak": "yes",
    "topic": "排烟口正对着我家窗户",
    "consent": "yes",
}


def announcement(days: int = 22) -> dict[str, str]:
    return {
        "hearing_subject": "沿街餐饮店集中排放油烟",
        "hearing_on": in_days(days).isoformat(),
        "hearing_time": "上午9时30分",
        "hearing_place": "二楼听证室",
    }


def announced(hall: Hall) -> str:
    """The officer's address of a case with a public hearing."""
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert accept(market, case).status_code == 200
    desk = f"/desk/cases/{case['number']}"
    assert hall.sign_in("shichang").post(f"{desk}/public-hearing", announcement()).status_code == 303
    return desk


def form_of(hall: Hall) -> str:
    (address,) = re.findall(r'href="(/hearings/\d+/registration)"', hall.visitor().get("/hearings/").text)
    return str(address)


def move_hearings(hall: Hall, days: int) -> None:
    with hall.app.app_context(), transaction() as session:
        session.query(Hearing).update({Hearing.planned_on: in_days(days)})


def test_who_registers_is_read_by_the_officer_and_told_of_a_new_day(either_hall: Hall) -> None:
    desk = announced(either_hall)
    form, visitor = form_of(either_hall), either_hall.visitor()
    assert "二楼听证室" in visitor.get(form).text
    done = visitor.post(form, PERSON)
    assert done.status_code == 303
    assert "已经报名" in visitor.follow(done).text
    assert visitor.post(form, {**PERSON, "topic": "改了主意，说噪声"}).status_code == 303
    silent = {**PERSON, "participant_name": "吴旁听", "topic": ""}
    del silent["wants_to_speak"]
    assert visitor.post(form, silent).status_code == 303
    officer = either_hall.sign_in("shichang")
    assert "2 人报名参加听证" in officer.get(desk).text
    page = officer.get(f"{desk}/hearing-registrations").text
    for said in ("周旁听", "027-10000001", "改了主意，说噪声", "吴旁听", "旁听", "签到"):
        assert said in page
    assert "排烟口正对着我家窗户" not in page
    assert "改期以前报名" not in page
    for other in ("xiaofang", "li"):
        answer = either_hall.sign_in(other).get(f"{desk}/hearing-registrations")
        assert answer.status_code in {403, 404}
        assert "周旁听" not in answer.text
    assert "周旁听" not in either_hall.visitor().get("/hearings/").text
    assert officer.post(f"{desk}/public-hearing", announcement(24)).status_code == 303
    page = officer.get(f"{desk}/hearing-registrations").text
    assert page.count("改期以前报名") == 2
    assert in_days(24).isoformat() in visitor.get(form).text
    assert visitor.post(form, {**PERSON, "participant_name": "郑旁听"}).status_code == 303
    assert "3 人报名参加听证" in officer.get(desk).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"participant_name": " "}, "participant_name"),
        ({"participant_name": "周\u202e旁听"}, "participant_name"),
        ({"participant_name": "周" * 101}, "participant_name"),
        ({"participant_phone": "123"}, "participant_phone"),
        ({"participant_phone": ""}, "participant_phone"),
        ({"topic": "\n"}, "topic"),
        ({"topic": "烟" * 1001}, "topic"),
        ({"consent": None}, "consent"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_stays(
    hall: Hall, changes: dict[str, str | None], field: str
) -> None:
    announced(hall)
    form, visitor = form_of(hall), hall.visitor()
    written = {key: value for key, value in {**PERSON, **changes}.items() if value is not None}
    answer = visitor.post(form, written)
    assert answer.status_code == 422
    assert re.findall(r'id="error-([^"]+)"', answer.text) == [field]
    assert PERSON["topic"] in answer.text or "topic" in changes
    with hall.app.app_context():
        assert not reading().scalar(text("SELECT count(*) FROM hearing_registration"))


def test_nobody_registers_after_the_day_or_for_what_is_not_announced(hall: Hall) -> None:
    announced(hall)
    form, visitor = form_of(hall), hall.visitor()
    move_hearings(hall, 0)
    assert visitor.post(form, PERSON).status_code == 303
    move_hearings(hall, -1)
    late = visitor.post(form, {**PERSON, "participant_name": "吴旁听"})
    assert late.status_code == 409
    assert "报名已经截止" in late.text
    assert "报名参加" not in hall.visitor().get("/hearings/").text
    assert visitor.get("/hearings/4711/registration").status_code == 404
    assert visitor.post("/hearings/4711/registration", PERSON).status_code == 404


def test_registrations_are_encrypted_and_deleted_after_the_hearing(either_hall: Hall) -> None:
    announced(either_hall)
    assert either_hall.visitor().post(form_of(either_hall), PERSON).status_code == 303
    with either_hall.app.app_context():
        rows = reading().execute(text("SELECT name, phone, topic FROM hearing_registration")).all()
        shown = b"".join(bytes(value) for row in rows for value in row)
    for secret in ("周旁听", "10000001", "排烟口"):
        assert secret.encode() not in shown
    for days, count in ((-KEPT_AFTER.days, 1), (-KEPT_AFTER.days - 1, 0)):
        move_hearings(either_hall, days)
        with either_hall.app.app_context():
            assert has_old_registrations(reading(), utc_now()) == (count == 0)
            reading().rollback()
            HANDLERS[JobName.DELETE_REGISTRATIONS]({})
            assert reading().scalar(text("SELECT count(*) FROM hearing_registration")) == count


def test_one_address_registers_only_so_often(hall: Hall) -> None:
    announced(hall)
    form, visitor = form_of(hall), hall.visitor()
    most = int(REGISTRATIONS_OF_AN_ADDRESS.split()[0])
    answers = [visitor.post(form, {}).status_code for _time in range(most + 1)]
    assert answers == [422] * most + [429]
