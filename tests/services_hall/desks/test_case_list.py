"""The officer's list: tabs with counts, search, light, own cases, pages, acceptance of several cases."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import update

from guides.calendar.official_days import load_calendar
from services_hall import database
from services_hall.applications.enumerations import Channel
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.applications.models import Case
from services_hall.applications.reads.case_search import ListPlace, desk_search
from services_hall.casework.lights import LOOKED_BACK, LightColour, light_days
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.desks.list_query import TABS, ListQuery
from services_hall.identity import Actor, accounts
from services_hall.presentation.deadline_light import light
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.sql_statements import hall_statements, reads

HOLIDAYS = (date(2026, 9, 29), date(2026, 11, 27), date(2026, 12, 31))
ROW = re.compile(r'href="/desk/cases/([0-9A-Z-]+)')


@pytest.fixture
def numbers(either_hall: Hall) -> list[str]:
    """The food cases of three applications, oldest first; the second one is accepted."""
    market = system(either_hall, "market_supervision")
    cases = [case_of(file_restaurant(market, LI, key=f"restaurant-{n}"), "SPJY-XB") for n in range(3)]
    assert accept(market, cases[1]).status_code == 200
    return [str(case["number"]) for case in cases]


def listed(visitor: Visitor, **query: str) -> list[str]:
    answer = visitor.get("/desk/", **query)
    assert answer.status_code == 200
    return list(dict.fromkeys(ROW.findall(answer.text)))


def test_tabs_show_their_states_and_count_them(either_hall: Hall, numbers: list[str]) -> None:
    officer = either_hall.sign_in("shichang")
    assert listed(officer) == numbers
    assert listed(officer, show="received") == [numbers[0], numbers[2]]
    assert listed(officer, show="accepted") == [numbers[1]]
    assert listed(officer, show="nonsense") == numbers
    page = officer.get("/desk/").text
    counts = re.findall(r'desk__count">(\d+\+?)<', page)
    assert counts[:4] == ["3", "2", "0", "1"]


def test_a_number_or_an_identifier_is_found_in_every_state(either_hall: Hall, numbers: list[str]) -> None:
    officer = either_hall.sign_in("shichang")
    assert listed(officer, q=numbers[1], show="received") == [numbers[1]]
    assert listed(officer, q=numbers[2].rsplit("-", 1)[0].lower()) == [numbers[2]]
    assert LI.identity_number is not None
    assert listed(officer, q=f" {LI.identity_number} ") == numbers
    for term in (LI.name, f"{LI.name[0]} {LI.name[1:]}", LI.phone, f"+86 {LI.phone}"):
        assert listed(officer, q=str(term)) == numbers
    for nothing in (LI.name[1:], "10000000", "420102188506070019", "x" * 60, "2026", "%"):
        assert listed(officer, q=nothing) == []


def test_a_search_never_leaves_the_desk(either_hall: Hall, numbers: list[str]) -> None:
    fire = either_hall.sign_in("xiaofang")
    assert listed(fire, q=numbers[0]) == []
    assert LI.identity_number is not None
    assert not set(listed(fire, q=LI.identity_number)) & set(numbers)


def test_items_and_days_of_receipt_narrow_the_list(either_hall: Hall, numbers: list[str]) -> None:
    officer = either_hall.sign_in("shichang")
    today = local_day(utc_now())
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    assert listed(officer, item="SPJY-XB") == numbers
    assert listed(officer, item="GTDJ-SL") == []
    assert listed(officer, since=today.isoformat(), until=today.isoformat()) == numbers
    assert listed(officer, since=tomorrow.isoformat()) == []
    assert listed(officer, until=yesterday.isoformat()) == []
    assert listed(officer, since="gestern", until="31.12.") == numbers


def test_own_cases_are_those_handed_over(either_hall: Hall, numbers: list[str]) -> None:
    officer, colleague = either_hall.sign_in("shichang"), either_hall.sign_in("hecha")
    assert listed(colleague, mine="1") == []
    with either_hall.app.app_context():
        account = accounts.find_account(reading(), "hecha")
        assert account is not None
        colleague_id = account.public_id
    officer.post(f"/desk/cases/{numbers[0]}/hand-over", {"colleague": colleague_id})
    assert listed(colleague, mine="1") == [numbers[0]]
    assert listed(officer, mine="1") == []
    assert "江核查" in officer.get("/desk/").text


@pytest.fixture
def actor(either_hall: Hall) -> Actor:
    with either_hall.app.app_context():
        account = accounts.find_account(reading(), "shichang")
        assert account is not None
        return accounts.actor_of(account)


def test_the_light_that_is_searched_is_the_light_that_is_shown(
    either_hall: Hall, actor: Actor, numbers: list[str]
) -> None:
    """For due days and beginnings around a long holiday, the search of exactly one colour finds the case."""
    for today, ahead, ago in product(HOLIDAYS, range(-2, 14), range(5)):
        due_on, began_on = today + timedelta(days=ahead), today - timedelta(days=ago)
        with either_hall.app.app_context(), database.transaction() as session:
            case_id = case_row(numbers[1]).id
            days = {"decision_due_on": due_on, "clock_starts_on": began_on}
            session.execute(update(Case).where(Case.id == case_id).values(days))
        with either_hall.app.app_context():
            calendar = load_calendar(reading(), since=today - LOOKED_BACK)
            shown = light(
                TABS["accepted"].states[0],
                due_on,
                days=light_days(today, calendar),
                calendar=calendar,
                began_on=began_on,
            )
            assert shown is not None
            found = [
                colour
                for colour in LightColour
                for one in desk_search(
                    reading(),
                    actor,
                    ListQuery(show="accepted", light=colour).search(actor, today=today, calendar=calendar),
                    after=None,
                    limit=9,
                )
                if one.id == case_id
            ]
            assert found == [shown.colour], (today, due_on, began_on)


def test_an_overdue_case_is_found_by_its_light(either_hall: Hall, numbers: list[str]) -> None:
    officer = either_hall.sign_in("shichang")
    assert listed(officer, light="red") == []
    with either_hall.app.app_context(), database.transaction() as session:
        case_id = case_row(numbers[1]).id
        past = local_day(utc_now()) - timedelta(days=10)
        session.execute(update(Case).where(Case.id == case_id).values(decision_due_on=past))
    assert listed(officer, light="red") == [numbers[1]]
    assert numbers[1] not in listed(officer, light="green")


def test_ticked_cases_are_accepted_each_by_itself_with_a_report(
    either_hall: Hall, numbers: list[str]
) -> None:
    officer = either_hall.sign_in("shichang")
    foreign = str(
        case_of(
            file_restaurant(system(either_hall, "market_supervision"), LI, key="restaurant-9"), "YCLS-XB"
        )["number"]
    )
    answer = officer.post("/desk/acceptance", {"number": [*numbers, foreign, numbers[0], "nonsense"]})
    assert answer.status_code == 200
    assert "选了 5 件，受理 2 件，没有受理 3 件" in answer.text
    with either_hall.app.app_context():
        reading().expire_all()
        assert [case_row(number).state for number in numbers] == ["accepted"] * 3
        assert case_row(foreign).state == "received"


def test_more_cases_than_a_page_are_not_accepted_together(hall: Hall) -> None:
    officer = hall.sign_in("shichang")
    assert officer.post("/desk/acceptance", {"number": ["x"] * 31}).status_code == 400
    assert "没有勾选办件" in officer.post("/desk/acceptance", {}).text


@pytest.mark.parametrize("query", [{}, {"q": "420102188701120026"}, {"light": "green", "item": "SPJY-XB"}])
def test_the_number_of_queries_does_not_grow_with_the_list(hall: Hall, query: Mapping[str, Any]) -> None:
    market = system(hall, "market_supervision")
    officer = hall.sign_in("shichang")
    file_restaurant(market, LI, key="restaurant-0")
    sizes = []
    for key in ("restaurant-1", "restaurant-2"):
        file_restaurant(market, LI, key=key)
        with hall_statements(hall) as sent:
            listed(officer, **query)
        sizes.append(len(reads(sent)))
    assert sizes[0] == sizes[1]


def test_the_filters_stay_while_a_case_is_opened_and_handled(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = str(case_of(file_restaurant(market, LI), "SPJY-XB")["number"])
    officer = hall.sign_in("shichang")
    page = officer.get("/desk/", show="received", item="SPJY-XB").text
    address = next(href for href in re.findall(r'href="(/desk/cases/[^"]+)"', page) if number in href)
    assert "show=received" in address
    assert "item=SPJY-XB" in address
    action = re.search(r'action="([^"]+/acceptance[^"]*)"', officer.get(address.replace("&amp;", "&")).text)
    assert action is not None
    done = officer.post(action[1].replace("&amp;", "&"))
    assert "item=SPJY-XB" in done.headers["Location"]


def test_every_tab_says_how_many_cases_it_has(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = str(case_of(file_restaurant(market, LI), "SPJY-XB")["number"])
    officer = hall.sign_in("shichang")
    with hall.app.app_context(), database.transaction() as session:
        case = session.get_one(Case, case_row(number).id)
        case.state, case.outcome = CaseState.DENIED, CaseOutcome.DENIED
    page = officer.get("/desk/").text
    tabs = re.findall(r">([^<>]+) <span class=\"desk__count\">(\d+\+?)<", page)
    assert [name for name, _count in tabs] == [str(tab.name) for tab in TABS.values()]
    assert dict(tabs)["已决定"] == "1"
    assert dict(tabs)["待办"] == "0"


def test_the_first_due_case_comes_first_on_every_page(
    either_hall: Hall, actor: Actor, numbers: list[str]
) -> None:
    officer, today = either_hall.sign_in("shichang"), local_day(utc_now())
    with either_hall.app.app_context(), database.transaction() as session:
        for number, days in zip((numbers[0], numbers[2]), (9, 1), strict=True):
            session.execute(
                update(Case)
                .where(Case.id == case_row(number).id)
                .values(acceptance_due_on=today + timedelta(days=days))
            )
        session.execute(update(Case).where(Case.id == case_row(numbers[1]).id).values(decision_due_on=None))
    in_order = [numbers[2], numbers[0], numbers[1]]
    assert listed(officer, order="due") == in_order
    assert listed(officer) == numbers
    with either_hall.app.app_context():
        search = ListQuery(order="due").search(actor, today=today, calendar=load_calendar(reading()))
        place, found = None, []
        while rows := desk_search(reading(), actor, search, after=place, limit=1):
            found.append(rows[0].number)
            place = ListPlace(rows[0].id, rows[0].due_on)
    assert found == in_order
    assert listed(officer, order="due", after=f".{case_id(either_hall, numbers[0])}") == in_order[2:]
    assert listed(officer, order="due", after="gestern.1") == in_order


def case_id(hall: Hall, number: str) -> int:
    with hall.app.app_context():
        return case_row(number).id


def test_cases_from_a_window_are_found(either_hall: Hall, numbers: list[str]) -> None:
    officer = either_hall.sign_in("shichang")
    assert listed(officer, window="1") == []
    with either_hall.app.app_context(), database.transaction() as session:
        application = session.get_one(Case, case_row(numbers[1]).id).application
        application.channel = Channel.WINDOW
    assert listed(officer, window="1") == [numbers[1]]
