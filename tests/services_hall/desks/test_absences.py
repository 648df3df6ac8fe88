"""Absences: chosen by officer or head, seen and acted on by the substitute, never a circle."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services_hall import database
from services_hall.applications.cases.absences import absent_colleagues
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import OfficerAbsence
from services_hall.audit.models import AuditEntry
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Role, accounts
from services_hall.identity.models import Account, AccountPost
from tests.support.agency_systems import system
from tests.support.case_decisions import case_row
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.sql_statements import hall_statements, reads

PATH = "/desk/absences/"
HEAD_PATH = "/head/absences/"


def today() -> date:
    return local_day(utc_now())


def account(username: str) -> Account:
    found = accounts.find_account(reading(), username)
    assert found is not None
    return found


def public_id(hall: Hall, username: str) -> str:
    with hall.app.app_context():
        return account(username).public_id


def enter(
    hall: Hall,
    visitor: Visitor,
    officer: str,
    substitute: str,
    first: int = 0,
    last: int = 3,
    path: str = PATH,
) -> tuple[int, str]:
    """Enters an absence for these days from today; gives the status and the page."""
    answer = visitor.post(
        path,
        {
            "officer": public_id(hall, officer),
            "substitute": public_id(hall, substitute),
            "first_on": (today() + timedelta(days=first)).isoformat(),
            "last_on": (today() + timedelta(days=last)).isoformat(),
        },
    )
    return answer.status_code, answer.text


def test_the_substitute_finds_the_cases_and_acts_for_the_absent_officer(either_hall: Hall) -> None:
    hall = either_hall
    number = str(case_of(file_restaurant(system(hall, "market_supervision"), LI), "SPJY-XB")["number"])
    officer, colleague = hall.sign_in("shichang"), hall.sign_in("hecha")
    officer.post(f"/desk/cases/{number}/hand-over", {"colleague": public_id(hall, "shichang")})
    assert number not in colleague.get("/desk/", mine="1").text
    assert enter(hall, officer, "shichang", "hecha")[0] == 303
    page = colleague.get("/desk/", mine="1").text
    assert number in page
    assert "您今天代" in page
    assert colleague.post(f"/desk/cases/{number}/acceptance", {}).status_code == 303
    with hall.app.app_context():
        event = case_row(number).events[-1]
        assert event.action is CaseAction.ACCEPT
        assert (event.actor_id, event.on_behalf_of_id) == (account("hecha").id, account("shichang").id)
        actions = reading().scalars(select(AuditEntry.action)).all()
    assert "absence.record" in actions
    shown = re.sub(r"\s+", " ", colleague.get(f"/desk/cases/{number}").text)
    assert re.search(r"cell__more\">代 [^<]+</span>", shown)


def test_outside_of_the_days_nobody_is_represented(either_hall: Hall) -> None:
    hall = either_hall
    officer, colleague = hall.sign_in("shichang"), hall.sign_in("hecha")
    assert enter(hall, officer, "shichang", "hecha", first=1)[0] == 303
    with hall.app.app_context():
        absent, other = account("shichang").id, account("hecha").id
        found = {
            days: absent_colleagues(reading(), other, today=today() + timedelta(days=days))
            for days in range(5)
        }
        absence_id = reading().scalars(select(OfficerAbsence.id)).one()
    assert found == {0: (), 1: (absent,), 2: (absent,), 3: (absent,), 4: ()}
    assert colleague.post(f"{PATH}{absence_id}/end", {}).status_code == 404
    assert "销假" in officer.get(PATH).text
    officer.post(f"{PATH}{absence_id}/end", {})
    assert "销假" not in officer.get(PATH).text
    with hall.app.app_context():
        assert absent_colleagues(reading(), other, today=today() + timedelta(days=2)) == ()


def give_post(hall: Hall, username: str) -> None:
    """Makes this account an officer at the same desk as shichang."""
    with hall.app.app_context(), database.transaction() as session:
        model = accounts.find_account(session, "shichang")
        other = accounts.find_account(session, username)
        assert model is not None
        assert other is not None
        post = next(one for one in model.posts if one.role is Role.AGENCY_OFFICER)
        session.add(
            AccountPost(
                account_id=other.id,
                role=Role.AGENCY_OFFICER,
                agency_code=post.agency_code,
                division_code=post.division_code,
            )
        )


def test_a_chain_hands_the_cases_on_and_a_circle_is_refused(either_hall: Hall) -> None:
    hall = either_hall
    give_post(hall, "bianji")
    visitors = {name: hall.sign_in(name) for name in ("shichang", "hecha", "bianji")}
    assert enter(hall, visitors["shichang"], "shichang", "hecha")[0] == 303
    assert enter(hall, visitors["hecha"], "hecha", "bianji", first=1)[0] == 303
    status, page = enter(hall, visitors["bianji"], "bianji", "shichang", first=2, last=9)
    assert status == 422
    assert "代班绕成了一圈" in page
    with hall.app.app_context():
        ids = [account(name).id for name in ("shichang", "hecha", "bianji")]
        tomorrow = today() + timedelta(days=1)
        assert absent_colleagues(reading(), ids[2], today=today()) == ()
        assert absent_colleagues(reading(), ids[2], today=tomorrow) == tuple(sorted(ids[:2]))
        assert len(reading().scalars(select(OfficerAbsence)).all()) == 2
    assert (
        enter(hall, visitors["bianji"], "bianji", "shichang", first=4, last=9)[0] == 303
    )  # nobody else is away


@pytest.mark.parametrize(
    ("officer", "substitute", "first", "last", "words"),
    [
        ("shichang", "shichang", 0, 1, "请选择一位能办这位经办人全部办件的同事"),
        ("shichang", "xiaofang", 0, 1, "请选择一位能办这位经办人全部办件的同事"),
        ("hecha", "shichang", 0, 1, "请选择本部门的一位经办人"),
        ("shichang", "hecha", -1, 1, "日期太早"),
        ("shichang", "hecha", 2, 1, "日期太早"),
        ("shichang", "hecha", 0, 900, "日期太晚"),
    ],
)
def test_what_is_not_possible_is_said_at_its_field(
    hall: Hall, officer: str, substitute: str, first: int, last: int, words: str
) -> None:
    status, page = enter(hall, hall.sign_in("shichang"), officer, substitute, first, last)
    assert status == 422
    assert words in page


def test_two_absences_of_an_officer_do_not_overlap(hall: Hall) -> None:
    officer = hall.sign_in("shichang")
    assert enter(hall, officer, "shichang", "hecha")[0] == 303
    status, page = enter(hall, officer, "shichang", "hecha", first=3, last=5)
    assert (status, "这几天已经登记过休假" in page) == (422, True)


def test_the_head_chooses_for_the_officers_of_the_agency_alone(hall: Hall) -> None:
    head = hall.sign_in("juzhang")
    assert "休假代班" in head.get("/head/").text
    assert enter(hall, head, "shichang", "hecha", path=HEAD_PATH)[0] == 303
    assert enter(hall, head, "xiaofang", "hecha", path=HEAD_PATH)[0] == 422
    assert "销假" in head.get(HEAD_PATH).text
    assert hall.sign_in("li").get(PATH).status_code == 403


def test_the_page_of_absences_runs_a_fixed_number_of_queries(hall: Hall) -> None:
    officer, sizes = hall.sign_in("shichang"), []
    for first in (0, 10, 20):
        assert enter(hall, officer, "shichang", "hecha", first=first, last=first + 3)[0] == 303
        with hall_statements(hall) as sent:
            officer.get(PATH)
        sizes.append(len(reads(sent)))
    assert len(set(sizes)) == 1
