"""Supervisors' pages: every deadline, no action, and a constant number of statements."""

import re
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from guides import catalog
from guides.calendar import WorkingDays, add_working_days
from guides.calendar.official_days import load_calendar
from guides.editions import publish_edition
from guides.enumerations import LimitEnd
from guides.models import GuideEdition
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.applications.models import Case
from services_hall.casework.lights import light_days
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.presentation.deadline_light import light
from services_hall.supervision import clocks, freshness
from tests.support import editions
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.hall import Hall, Visitor
from tests.support.routes import routes
from tests.support.sql_statements import hall_statements, reads


@pytest.fixture
def supervisor(either_hall: Hall) -> Visitor:
    return either_hall.sign_in("jiancha")


def put_due(hall: Hall, days: list[date]) -> list[str]:
    """Sets the acceptance due days of the received cases, in order; returns their numbers."""
    with hall.app.app_context(), transaction() as session:
        cases = session.scalars(select(Case).where(Case.state == "received").order_by(Case.id)).all()
        for case, day in zip(cases, days, strict=False):
            case.acceptance_due_on = day
        return [case.number for case in cases]


def today() -> date:
    return local_day(utc_now())


def test_an_empty_site_has_a_dashboard(supervisor: Visitor) -> None:
    page = supervisor.get("/oversight/")
    assert page.status_code == 200
    assert "没有超期的办件" in page.text


def test_lights_by_agency_and_the_overdue_ones_by_number(either_hall: Hall, supervisor: Visitor) -> None:
    file_online(either_hall, "open-restaurant", RESTAURANT)
    numbers = put_due(either_hall, [today() - timedelta(days=9), today(), today() + timedelta(days=90)])
    page = supervisor.get("/oversight/").text
    assert numbers[0] in page
    assert numbers[1] not in page
    with either_hall.app.app_context():
        calendar = load_calendar(reading())
        found = clocks.clocks_by_agency(
            reading(),
            days=light_days(today(), calendar),
            since=utc_now() - timedelta(days=30),
        )
        assert [sum(one.red for one in found), sum(one.amber for one in found)] == [1, 1]
        assert sum(one.open for one in found) == len(numbers)
        assert found[0].red == 1


def test_a_missed_limit_of_the_law_is_counted_apart_from_a_missed_promise(
    either_hall: Hall, supervisor: Visitor
) -> None:
    file_online(either_hall, "open-restaurant", RESTAURANT)
    with either_hall.app.app_context(), transaction() as session:
        for case, legal in zip(
            session.scalars(select(Case).order_by(Case.id)), (-1, 5, None, -9), strict=False
        ):
            case.state, case.outcome, case.accepted_at = CaseState.ACCEPTED, None, utc_now()
            case.decision_due_on = today() - timedelta(days=9)
            case.legal_due_on = None if legal is None else today() + timedelta(days=legal)
    with either_hall.app.app_context():
        found = clocks.clocks_by_agency(reading(), days=light_days(today(), WorkingDays({})), since=utc_now())
        assert (sum(one.red for one in found), sum(one.law_missed for one in found)) == (4, 2)
        overdue = clocks.overdue_cases(reading(), today=today(), limit=9)
        assert [one.overdue for one in overdue] == ["legal", "promised", "promised", "legal"]
    page = supervisor.get("/oversight/overdue").text
    assert "承诺逾期，法定时限还没到" in page
    assert "法定逾期" in page


def test_a_grant_that_is_not_handed_over_in_time_is_overdue(either_hall: Hall) -> None:
    file_online(either_hall, "open-restaurant", RESTAURANT)
    with either_hall.app.app_context(), transaction() as session:
        late, early, *_rest = session.scalars(select(Case).order_by(Case.id))
        for case in (late, early):
            case.state, case.outcome = CaseState.GRANTED, CaseOutcome.GRANTED
            case.issue_due_on = today() - timedelta(days=1)
        early.delivered_at = utc_now()
        number = late.number
    with either_hall.app.app_context():
        assert [one.number for one in clocks.overdue_cases(reading(), today=today(), limit=9)] == [number]


def test_a_procedure_past_its_planned_end_and_a_late_card_are_overdue(either_hall: Hall) -> None:
    file_online(either_hall, "open-restaurant", RESTAURANT)
    with either_hall.app.app_context(), transaction() as session:
        paused, card, *_rest = session.scalars(select(Case).order_by(Case.id))
        paused.state, paused.accepted_at = CaseState.IN_REVIEW, utc_now()
        paused.paused_on = paused.paused_until = today() - timedelta(days=1)
        paused.decision_due_on, paused.legal_due_on = today() + timedelta(days=9), today() - timedelta(days=1)
        card.state, card.outcome = CaseState.GRANTED, CaseOutcome.GRANTED
        card.decision_due_on = card.issue_due_on = card.legal_due_on = today() - timedelta(days=2)
        card.limit_ends_with = LimitEnd.HANDING_OVER
        expected = [(card.number, "legal"), (paused.number, None)]
    with either_hall.app.app_context():
        overdue = clocks.overdue_cases(reading(), today=today(), limit=9)
        assert [(one.number, one.overdue) for one in overdue] == expected
        found = clocks.clocks_by_agency(reading(), days=light_days(today(), WorkingDays({})), since=utc_now())
        assert (sum(one.red for one in found), sum(one.law_missed for one in found)) == (2, 1)


def test_the_aggregate_shows_the_light_of_the_officers_list(hall: Hall) -> None:
    file_online(
        hall, "SPJY-XB", {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
    )
    colours_shown = set()
    for ahead, ago in product(range(-4, 15), range(0, 12, 3)):
        put_due(hall, [today() + timedelta(days=ahead)])
        began_on = today() - timedelta(days=ago)
        with hall.app.app_context(), transaction() as session:
            session.scalars(select(Case)).one().received_at = utc_now() - timedelta(days=ago)
        with hall.app.app_context():
            session, calendar = reading(), load_calendar(reading())
            case = session.scalars(select(Case)).one()
            days = light_days(today(), calendar)
            alone = light(case.state, case.acceptance_due_on, days=days, calendar=calendar, began_on=began_on)
            [found] = clocks.clocks_by_agency(session, days=days, since=utc_now())
            assert alone is not None
            colours = {"red": found.red, "amber": found.amber, "green": found.green}
            assert colours == {**dict.fromkeys(colours, 0), alone.colour: 1}, (ahead, ago)
            colours_shown.add((ahead, alone.colour))
    assert {(1, "green"), (1, "amber")} <= colours_shown or today().weekday() >= 4


def test_no_page_says_who(either_hall: Hall, supervisor: Visitor) -> None:
    file_online(either_hall, "open-restaurant", RESTAURANT)
    put_due(either_hall, [today() - timedelta(days=9)] * 9)
    for path in ("/oversight/", "/oversight/overdue"):
        page = re.sub(r"agency=\w+", "", supervisor.get(path).text)  # the code of a body in a link
        assert "420102" not in page
        assert "李样例" not in page
        assert "10000000002" not in page


def test_the_overdue_list_goes_on_where_it_stopped(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    supervisor = hall.sign_in("jiancha")
    monkeypatch.setattr("services_hall.oversight.dashboard.PAGE", 2)
    file_online(hall, "open-restaurant", RESTAURANT)
    numbers = put_due(hall, [today() - timedelta(days=days) for days in (9, 9, 9, 2)])
    seen: list[str] = []
    path: str | None = "/oversight/overdue"
    while path:
        page = supervisor.get(path).text
        seen += [number for number in numbers if number in page]
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = following[1] if following else None
    assert seen == numbers[:4]


@pytest.mark.parametrize("after", ["x", "2026-11-20", "2026-11-20.x", f"2026-11-20.{9**99}", f"{9**40}.1"])
def test_a_made_up_place_in_a_list_does_no_harm(hall: Hall, after: str) -> None:
    supervisor = hall.sign_in("jiancha")
    assert supervisor.get("/oversight/overdue", after=after).status_code == 200
    assert supervisor.get("/oversight/guides", after=after).status_code == 200


def test_the_guides_go_on_where_they_stopped(either_hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    supervisor = either_hall.sign_in("jiancha")
    monkeypatch.setattr("services_hall.oversight.dashboard.PAGE", 3)
    seen: list[str] = []
    path: str | None = "/oversight/guides"
    while path:
        page = supervisor.get(path).text
        seen += re.findall(r'class="cell__name" href="/guides/([^"]+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = following[1] if following else None
    with either_hall.app.app_context():
        codes = [edition.item.code for edition in catalog.current_guides(reading(), limit=50)]
    assert sorted(seen) == codes


def test_an_approval_that_is_not_public_in_time_is_shown(either_hall: Hall, supervisor: Visitor) -> None:
    long_ago = utc_now() - timedelta(days=12)
    with either_hall.app.app_context(), transaction() as session:
        content = catalog.current_edition(session, "JZZ-SL").content
        editions.approved_edition(session, GuideEdition, content, now=long_ago)
    assert "JZZ-SL" in supervisor.get("/oversight/").text
    with either_hall.app.app_context():
        calendar = load_calendar(reading())
        assert len(freshness.late_approvals(reading(), today=today(), calendar=calendar, limit=9)) == 1
        begun = utc_now() - timedelta(days=1)
        before = freshness.published_since(reading(), since=begun, calendar=calendar)
    with either_hall.app.app_context(), transaction() as session:
        publish_edition(session, catalog.guide_edition_of_any_status(session, "JZZ-SL", 2), now=utc_now())
    with either_hall.app.app_context():
        assert freshness.late_approvals(reading(), today=today(), calendar=calendar, limit=9) == []
        after = freshness.published_since(reading(), since=begun, calendar=calendar)
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


def test_an_announced_edition_is_public_in_time(hall: Hall) -> None:
    long_ago = utc_now() - timedelta(days=12)
    later = add_working_days(today(), 20, WorkingDays({})).day
    with hall.app.app_context(), transaction() as session:
        content = catalog.current_edition(session, "JZZ-SL").content
        editions.approved_edition(session, GuideEdition, content, now=long_ago, effective_on=later)
    with hall.app.app_context():
        calendar = load_calendar(reading())
        assert freshness.late_approvals(reading(), today=today(), calendar=calendar, limit=9) == []


def test_the_dashboard_asks_the_same_few_questions_however_much_there_is(hall: Hall) -> None:
    supervisor = hall.sign_in("jiancha")
    supervisor.get("/oversight/")
    with hall_statements(hall) as before:
        supervisor.get("/oversight/")
    file_online(hall, "open-restaurant", RESTAURANT)
    put_due(hall, [today() - timedelta(days=9)] * 9)
    with hall_statements(hall) as after:
        assert supervisor.get("/oversight/").status_code == 200
    assert len(reads(after)) == len(reads(before)) <= 10


def test_there_is_no_way_to_change_anything_but_orders(hall: Hall) -> None:
    own = [(rule.rule, method) for rule, method in routes(hall.app) if rule.rule.startswith("/oversight")]
    assert own
    assert {path for path, method in own if method != "GET"} == {
        "/oversight/orders/",
        "/oversight/orders/<int:order_id>/close",
    }
    supervisor = hall.sign_in("jiancha")
    for path in ("/desk/", "/guide-desk/", "/window/"):
        assert supervisor.get(path).status_code == 403


@pytest.mark.parametrize("username", ["zhang", "shichang", "chuangkou", "bianji", "shenhe", "guanli"])
def test_nobody_else_enters(hall: Hall, username: str) -> None:
    visitor = hall.sign_in(username)
    for path in ("/oversight/", "/oversight/overdue", "/oversight/guides"):
        assert visitor.get(path).status_code == 403


def test_decisions_count_where_they_were_made(hall: Hall) -> None:
    file_online(hall, "open-restaurant", RESTAURANT)
    with hall.app.app_context(), transaction() as session:
        session.execute(
            update(Case)
            .where(Case.item_code == "SPJY-XB")
            .values(
                state=CaseState.GRANTED,
                outcome=CaseOutcome.GRANTED,
                accepted_at=utc_now(),
                decided_at=utc_now(),
            )
        )
    with hall.app.app_context():
        since = utc_now() - timedelta(days=30)
        found = clocks.clocks_by_agency(reading(), days=light_days(today(), WorkingDays({})), since=since)
    market = [one for one in found if one.decided]
    assert [(one.accepted, one.decided, one.granted, one.open) for one in market] == [(1, 1, 1, 0)]
