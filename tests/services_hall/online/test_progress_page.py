"""Progress without an account: a number and four characters give states, and nothing tells what exists."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from services_hall import database
from services_hall.applications.models import Application
from services_hall.applications.numbering import application_number
from services_hall.web.rate_limits import limiter
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, decide
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.sql_statements import hall_statements

REASON = "操作间面积不足"
WRONG = "编号和后四位对不上"
LIMITED = 429


@pytest.fixture
def number(hall: Hall) -> Iterator[str]:
    """The number of an application of 李样例, in which one item was denied."""
    market = system(hall, "market_supervision")
    application = file_restaurant(market)
    food = case_of(application, "SPJY-XB")
    for answer in (accept(market, food), decide(market, food, "deny", REASON)):
        assert answer.status_code == 200, answer.text
    yield application["number"]
    with hall.app.app_context():
        limiter.reset()


def ask(visitor: Visitor, number: str, tail: str) -> tuple[int, str]:
    answer = visitor.post("/progress", {"number": number, "tail": tail})
    return answer.status_code, answer.text


def test_who_knows_the_end_of_the_document_or_phone_sees_states_only(hall: Hall, number: str) -> None:
    stranger = hall.visitor()
    assert "最后四位" in stranger.get("/progress", number=number).text
    assert LI.identity_number is not None
    assert LI.phone is not None
    for typed, tail in (
        (number, LI.identity_number[-4:]),
        (f" {number[:8]} {number[8:]}-01", LI.phone[-4:]),
    ):
        status, page = ask(stranger, typed, tail)
        assert (status, page.count("given__row")) == (200, 4)
        assert "已办结·不予许可" in page or "不予许可，待送达" in page
        for secret in (REASON, LI.name, LI.identity_number, LI.phone, "/my/papers/"):
            assert secret not in page, secret


def test_a_wrong_pair_looks_alike_whether_the_number_exists_or_not(hall: Hall, number: str) -> None:
    with hall.app.app_context():
        row = database.reading().scalars(select(Application)).one()
        unknown = application_number(row.id + 1, row.filed_on)
    pages: list[str] = []
    sent: list[int] = []
    for asked in (number, unknown, "2026"):
        stranger = hall.visitor()
        stranger.get("/progress")
        with hall_statements(hall) as statements:
            status, page = ask(stranger, asked, "0000")
        assert status == 404
        assert WRONG in page
        pages.append(page.replace(asked, ""))
        sent.append(len(statements))
    assert len(set(sent)) == 1
    tokenless = {page.partition("<main")[2].partition("csrf_token")[0] for page in pages}
    assert len(tokenless) == 1
    status, page = ask(hall.visitor(), number, "12")
    assert status == 422
    assert 'href="#tail"' in page


def test_wrong_pairs_are_limited_for_a_visitor(hall: Hall, number: str) -> None:
    stranger = hall.visitor()
    found = [ask(stranger, number, f"9{guess:03}")[0] for guess in range(11)]
    assert found == [404] * 10 + [LIMITED]
    assert LI.identity_number is not None
    assert ask(stranger, number, LI.identity_number[-4:])[0] == LIMITED
