"""Certificates as their body decided them: number, validity and content, on both databases."""

from datetime import date, timedelta
from typing import Any

from certificate_store import lookup
from certificate_store.models import Certificate
from guides.calendar import last_valid_day
from services_hall import database
from services_hall.applications.certificates.published_grants import published_grants
from services_hall.applications.paper_texts.decisions import result_lines
from services_hall.applications.paper_texts.parts import chinese_day
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from tests.support.agency_systems import System
from tests.support.case_decisions import accept, case_row, certificates_of, decide, decision_body
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

NUMBER = "JY14201020000017"


def certificate_of_case(hall: Hall, number: str) -> Certificate:
    with hall.app.app_context():
        identifier = case_row(number).certificate_identifier
        assert identifier is not None
        with database.certificate_transaction() as store:
            return lookup.certificate(store, identifier)


def accepted_food(market: System, key: str = "restaurant-1") -> dict[str, Any]:
    food = case_of(file_restaurant(market, LI, key=key), "SPJY-XB")
    assert accept(market, food).status_code == 200
    return food


def test_the_certificate_states_what_the_body_decided(either_hall: Hall, market: System) -> None:
    food, today = accepted_food(market), local_day(utc_now())
    first, last = today + timedelta(days=7), today + timedelta(days=371)
    result = {
        "result_number": NUMBER,
        "result_valid_from": first.isoformat(),
        "result_valid_to": last.isoformat(),
        "result_fields": {"food_items": "热食类食品制售，不含冷食"},
    }
    body = {**decision_body(food, "grant"), **result}
    assert market.post(f"/cases/{food['number']}/decision", body).status_code == 200
    do_jobs(either_hall)
    issued = certificate_of_case(either_hall, food["number"])
    assert (issued.number, issued.valid_from, issued.valid_to) == (NUMBER, first, last)
    assert issued.fields["food_items"] == "热食类食品制售，不含冷食"
    assert issued.fields["premises_name"]
    validity = f"自{chinese_day(first)}起至{chinese_day(last)}止"
    with either_hall.app.app_context():
        assert f"有效期：{validity}。" in result_lines(case_row(food["number"]))
        assert [row.grant.validity for row in published_grants(reading())] == [validity]
    second = accepted_food(market, "restaurant-2")
    body = {**decision_body(second, "grant"), "result_number": NUMBER}
    taken = market.post(f"/cases/{second['number']}/decision", body)
    assert (taken.status_code, set(taken.get_json()["errors"])) == (422, {"result_number"})


def test_without_an_entry_the_certificate_follows_from_form_and_guide(
    either_hall: Hall, market: System
) -> None:
    food = accepted_food(market)
    assert decide(market, food).status_code == 200
    do_jobs(either_hall)
    issued, today = certificate_of_case(either_hall, food["number"]), local_day(utc_now())
    assert (issued.valid_from, issued.valid_to) == (today, last_valid_day(today, 60))
    with either_hall.app.app_context():
        assert case_row(food["number"]).result_entry is None


def test_a_field_that_the_type_does_not_have_is_refused_at_its_name_and_nothing_is_decided(
    either_hall: Hall, market: System
) -> None:
    food = accepted_food(market)
    for fields, outcome in (({"colour": "红"}, "grant"), ({"food_items": "热食"}, "deny")):
        body = {**decision_body(food, outcome, "理由"), "result_fields": fields}
        refused = market.post(f"/cases/{food['number']}/decision", body)
        assert refused.status_code == 422
        assert set(refused.get_json()["errors"]) == {f"result_fields.{key}" for key in fields}
    assert market.get(f"/cases/{food['number']}").get_json()["state"] == "accepted"
    do_jobs(either_hall)
    assert certificates_of(either_hall, "food-business-permit") == 0


def test_the_officer_sees_the_fields_with_their_defaults_and_keeps_what_was_typed(
    either_hall: Hall, market: System
) -> None:
    food, officer = accepted_food(market), either_hall.sign_in("shichang")
    path, today = f"/desk/cases/{food['number']}", local_day(utc_now())
    page = officer.get(path, act="grant").text
    assert (
        f'name="result_valid_to" type="date" maxlength="200" autocomplete="off" value="{_last(today)}"'
        in page
    )
    assert 'name="result_fields.food_items"' in page
    assert 'name="result_fields.premises_name"' not in page
    typed = {
        **decision_body(food, "grant"),
        "result_number": "JY<1>",
        "result_valid_to": "明年",
        "result_fields.food_items": "只做热食",
    }
    refused = officer.post(f"{path}/decision", typed)
    assert refused.status_code == 422
    assert 'id="error-result_number"' in refused.text
    assert 'id="error-result_valid_to"' in refused.text
    assert "只做热食" in refused.text
    right = {**typed, "result_number": NUMBER, "result_valid_to": ""}
    assert officer.post(f"{path}/decision", right).status_code == 303
    with either_hall.app.app_context():
        assert case_row(food["number"]).result_entry == {
            "number": NUMBER,
            "fields": {"food_items": "只做热食"},
        }


def _last(today: date) -> str:
    return last_valid_day(today, 60).isoformat()
