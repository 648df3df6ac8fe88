"""Orders of supervision (督办): given to a body, answered at its desk or by its head, closed, recorded."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services_hall.applications.models import Case
from services_hall.audit.models import AuditEntry
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.demo.accounts import DISTRICT
from services_hall.supervision.models import SupervisionOrder
from tests.support.administration_pages import agency, error_at
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.hall import Hall, Visitor
from tests.support.sql_statements import hall_statements, reads


def today() -> date:
    return local_day(utc_now())


def give(hall: Hall, visitor: Visitor, **changes: str) -> str:
    """Gives market supervision an order; returns its address at a desk."""
    form = {
        "agency": agency(hall).code,
        "order_text": "请说明超期的原因。",
        "answer_due_on": (today() + timedelta(days=3)).isoformat(),
        **changes,
    }
    given = visitor.post("/oversight/orders/", form)
    assert given.status_code == 303, given.text
    with hall.app.app_context():
        order = reading().scalars(select(SupervisionOrder).order_by(SupervisionOrder.id.desc())).first()
        assert order is not None
        return f"orders/{order.id}"


@pytest.mark.parametrize(("username", "area"), [("shichang", "/desk/"), ("juzhang", "/head/")])
def test_an_order_is_answered_by_the_body_and_closed_by_the_supervisor(
    either_hall: Hall, username: str, area: str
) -> None:
    supervisor, body = either_hall.sign_in("jiancha"), either_hall.sign_in(username)
    order = give(either_hall, supervisor)
    assert "等答复" in supervisor.get("/oversight/orders/").text
    page = body.get(f"{area}orders/").text
    assert "请说明超期的原因。" in page
    early = supervisor.follow(supervisor.post(f"/oversight/{order}/close"))
    assert "还没有答复" in early.text
    empty = body.post(f"{area}{order}/answer", {"answer": " "})
    assert empty.status_code == 422
    assert "请写明答复" in error_at(empty.text, "answer")
    answered = body.follow(body.post(f"{area}{order}/answer", {"answer": "材料刚补齐。"}))
    assert "材料刚补齐。" in answered.text
    again = body.follow(body.post(f"{area}{order}/answer", {"answer": "别的"}))
    assert "已经有答复" in again.text
    assert "材料刚补齐。" in supervisor.get("/oversight/orders/").text
    assert "督办已经办结" in supervisor.follow(supervisor.post(f"/oversight/{order}/close")).text
    with either_hall.app.app_context():
        rows = select(AuditEntry.action).where(AuditEntry.action.like("order.%")).order_by(AuditEntry.id)
        assert list(reading().scalars(rows)) == ["order.give", "order.answer", "order.close"]


def test_an_order_is_for_its_body_alone(hall: Hall) -> None:
    order = give(hall, hall.sign_in("jiancha"))
    for username, area in (("xiaofang", "/desk/"), ("hecha", "/desk/")):
        other = hall.sign_in(username)
        same = hall.sign_in(username).get(f"{area}orders/").text
        if "请说明超期的原因。" in same:
            continue
        assert other.post(f"{area}{order}/answer", {"answer": "不是我"}).status_code == 404
        break
    else:
        raise AssertionError("no officer of another body")
    assert hall.sign_in("jiancha").post("/oversight/orders/999999/close").status_code == 404


def test_an_order_names_a_case_of_the_body_and_no_other(hall: Hall) -> None:
    file_online(hall, "open-restaurant", RESTAURANT)
    supervisor = hall.sign_in("jiancha")
    code = agency(hall).code
    with hall.app.app_context():
        cases = {case.agency_code == code: case.number for case in reading().scalars(select(Case))}
    give(hall, supervisor, case_number=cases[True])
    assert cases[True] in supervisor.get("/oversight/orders/").text
    for number in (cases[False], "12"):
        refused = supervisor.post("/oversight/orders/", {"agency": code, "case_number": number})
        assert refused.status_code == 422
        assert "没有这个编号的办件" in error_at(refused.text, "case_number")


def test_what_is_wrong_is_said_at_its_field(hall: Hall) -> None:
    supervisor = hall.sign_in("jiancha")
    form = {"agency": "无此局", "order_text": "请答复", "answer_due_on": today().isoformat()}
    assert "没有这个部门" in error_at(supervisor.post("/oversight/orders/", form).text, "agency")
    form["agency"] = agency(hall, division=DISTRICT).code
    assert error_at(supervisor.post("/oversight/orders/", form).text, "answer_due_on")
    empty = {**form, "order_text": "", "answer_due_on": ""}
    assert error_at(supervisor.post("/oversight/orders/", empty).text, "order_text")


def test_a_day_that_passed_without_answer_is_shown(hall: Hall) -> None:
    supervisor = hall.sign_in("jiancha")
    give(hall, supervisor)
    with hall.app.app_context(), transaction() as session:
        session.scalars(select(SupervisionOrder)).one().answer_due_on = today() - timedelta(days=1)
    assert "逾期没有答复" in supervisor.get("/oversight/orders/").text
    assert "逾期没有答复" in hall.sign_in("shichang").get("/desk/orders/").text


def test_the_list_asks_as_often_for_many_orders_as_for_one(hall: Hall) -> None:
    supervisor = hall.sign_in("jiancha")
    give(hall, supervisor)
    supervisor.get("/oversight/orders/")
    with hall_statements(hall) as before:
        supervisor.get("/oversight/orders/")
    for _ in range(3):
        give(hall, supervisor)
    with hall_statements(hall) as after:
        page = supervisor.get("/oversight/orders/").text
    assert len(re.findall(r'id="order-\d+"', page)) == 4
    assert len(reads(after)) == len(reads(before))
