"""Published grants: licences only, persons masked, ended grants marked, in pages and as a feed."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from services_hall import database
from services_hall.applications.certificates.published_grants import GrantCursor, published_grants
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Application, ApplicationParty, Case
from services_hall.applications.parties import Identification, PartyRole
from services_hall.database import reading
from services_hall.identity.capacities import Capacity
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row, decide, grant
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI, ZHANG, case_of, file_restaurant
from tests.support.sql_statements import hall_statements, reads
from tests.support.waiting_jobs import do_jobs

ATOM = "{http://www.w3.org/2005/Atom}"


def granted_case(hall: Hall, key: str = "restaurant-1") -> str:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI, key=key), "SPJY-XB")
    grant(market, food)
    return str(food["number"])


def joint_applicant_of(application_id: int) -> ApplicationParty:
    holder = ZHANG.holder
    assert holder is not None
    return ApplicationParty(
        application_id=application_id,
        position=9,
        role=PartyRole.APPLICANT,
        name=holder.name,
        identifier_type=holder.identifier_type,
        identifier=holder.identifier,
        holder_index=holder.index,
        capacity=Capacity.SELF,
        identification=Identification.ACCOUNT,
        phone="",
    )


@on_postgresql
def test_a_granted_licence_is_public_with_the_shops_name_and_without_the_persons(either_hall: Hall) -> None:
    number = granted_case(either_hall)
    do_jobs(either_hall, "grant")
    page = either_hall.visitor().get("/grants/").text
    with either_hall.app.app_context():
        shop = case_row(number).subject_name
    assert shop is not None
    assert shop in page
    assert LI.name not in page
    assert LI.identity_number is not None
    assert LI.identity_number not in page
    assert number not in page
    with either_hall.app.app_context():
        case = case_row(number)
        paper = next(paper for paper in case.papers if paper.kind == "grant")
        assert paper.number is not None
        assert paper.number in page
        assert case.agency.name in page


def test_persons_who_hold_a_licence_are_named_masked(hall: Hall) -> None:
    number = granted_case(hall)
    with hall.app.app_context(), database.transaction() as session:
        session.add(joint_applicant_of(case_row(number).application_id))
        session.execute(update(Case).where(Case.id == case_row(number).id).values(subject_name=None))
    page = hall.visitor().get("/grants/").text
    assert "李**、张**" in page
    assert LI.name not in page
    assert ZHANG.name not in page


def test_denials_and_what_is_no_licence_are_not_public(either_hall: Hall) -> None:
    market = system(either_hall, "market_supervision")
    application = file_restaurant(market, LI)
    food = case_of(application, "SPJY-XB")
    accept(market, food)
    decide(market, food, "deny", "面积不足")
    assert case_of(application, "HWZP-SZ")["outcome"] == "recorded"
    with either_hall.app.app_context():
        assert published_grants(reading()) == []


def test_a_firm_is_named_in_full(hall: Hall) -> None:
    number = granted_case(hall)
    with hall.app.app_context(), database.transaction() as session:
        application_id = case_row(number).application_id
        changes = {"holder_name": "武汉示例餐饮有限公司", "holder_identifier_type": "001"}
        session.execute(update(Application).where(Application.id == application_id).values(**changes))
        session.execute(update(Case).where(Case.id == case_row(number).id).values(subject_name=None))
    assert "武汉示例餐饮有限公司" in hall.visitor().get("/grants/").text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CaseState.ANNULLED, "已撤销（曾准予）"),
        (CaseState.GRANT_WITHDRAWN, "已撤回（曾准予）"),
        (CaseState.GRANT_CANCELLED, "已注销（曾准予）"),
    ],
)
def test_a_grant_that_ended_stays_public_and_is_marked(hall: Hall, state: CaseState, words: str) -> None:
    number = granted_case(hall)
    assert words not in hall.visitor().get("/grants/").text
    with hall.app.app_context(), database.transaction() as session:
        session.execute(update(Case).where(Case.id == case_row(number).id).values(state=state))
    for path in ("/grants/", "/grants.atom"):
        assert words in hall.visitor().get(path).text


def test_the_feed_has_the_grants_newest_first(hall: Hall) -> None:
    granted_case(hall, "restaurant-1")
    granted_case(hall, "restaurant-2")
    answer = hall.visitor().get("/grants.atom")
    assert answer.content_type.startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.text)
    days = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
    assert len(days) == 2
    assert days == sorted(days, key=str, reverse=True)


def test_pages_of_grants_hold_each_grant_once_in_a_fixed_number_of_queries(either_hall: Hall) -> None:
    for key in range(3):
        granted_case(either_hall, f"restaurant-{key}")
    with either_hall.app.app_context():
        seen: list[str] = []
        after: GrantCursor | None = None
        while rows := published_grants(reading(), after=after, limit=2):
            seen += [row.grant.public_id for row in rows]
            after = GrantCursor.parse(str(rows[-1].cursor))
            assert after is not None
        assert len(seen) == len(set(seen)) == 3
    sizes = []
    for key in ("restaurant-8", "restaurant-9"):
        granted_case(either_hall, key)
        with hall_statements(either_hall) as sent:
            either_hall.visitor().get("/grants/", page="1")
        sizes.append(len(reads(sent)))
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("text", ["", "x", "2026-11-28~1", "2026-11-28T00:00:00Z~", f"{'9' * 70}~1", "~²"])
def test_a_cursor_that_no_page_wrote_starts_at_the_beginning(hall: Hall, text: str) -> None:
    assert GrantCursor.parse(text) is None
    assert hall.visitor().get("/grants/", after=text).status_code == 200


def test_a_cursor_survives_its_text() -> None:
    cursor = GrantCursor(datetime(2026, 11, 28, 1, 2, 3, 4, tzinfo=UTC), 7)
    assert GrantCursor.parse(str(cursor)) == cursor
    assert not re.search(r"[+ ]", str(cursor))
