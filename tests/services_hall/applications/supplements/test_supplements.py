"""Supplements: one notice that lists everything, given in parts until the day, then received again."""

from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from certificate_store import lookup
from services_hall import database
from services_hall.applications.models import Application, CaseDemand, SupersededMaterial
from services_hall.applications.paper_texts.supplements import notice_text
from services_hall.documents.texts import Printing
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, application_row, case_row, grant, row_count
from tests.support.hall import Hall
from tests.support.restaurant import (
    LI,
    UNLICENSED,
    ZHANG,
    case_of,
    file_restaurant,
    request_body,
    send,
    upload_file,
)
from tests.support.supplements import (
    AREA,
    AREA_DEMAND,
    PLAN,
    PLAN_DEMAND,
    ask_supplement,
    demands_by_target,
    give_supplement,
    in_days,
    let_days_pass,
)
from tests.support.waiting_jobs import do_jobs

PRINTING = Printing("补正告知书", "1", "大厅", "http://localhost", is_demo=True)


def test_one_notice_lists_all_and_stops_the_acceptance_clock(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    answer = ask_supplement(market, food)
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["state"] == "supplement_asked"
    with either_hall.app.app_context():
        case = case_row(food["number"])
        assert case.supplement_due_on == in_days(20)
        assert case.supplement_asked_at is not None
        assert set(demands_by_target(food["number"])) == {f"material.{PLAN}", f"field.{AREA}"}
        (paper,) = [one for one in case.papers if one.kind == "supplement_notice"]
        text = notice_text(paper, PRINTING)
        assert [row[1:] for row in text.table] == [
            ["看不清", "请重新拍照"],
            ["与平面图不符", "请按平面图填写"],
        ]
    refused = accept(market, food)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "TransitionRefused")


def test_a_second_notice_is_refused(market: System, food: dict[str, Any]) -> None:
    ask_supplement(market, food, PLAN_DEMAND)
    again = ask_supplement(market, food, AREA_DEMAND)
    assert (again.status_code, again.get_json()["code"]) == (409, "TransitionRefused")
    give_supplement(market, food, attachments={PLAN: upload_file(market)})
    again = ask_supplement(market, food, AREA_DEMAND)
    assert (again.status_code, again.get_json()["code"]) == (409, "ActionDoneBefore")


@pytest.mark.parametrize(
    ("demands", "days", "field"),
    [
        ([{**PLAN_DEMAND, "target": "material.blood-test"}], 20, "ask.material.blood-test"),
        ([{**AREA_DEMAND, "target": "field.salary"}], 20, "ask.field.salary"),
        ([{**PLAN_DEMAND, "target": "material.agent-identity-card"}], 20, "ask.material.agent-identity-card"),
        ([{**PLAN_DEMAND, "problem": " "}], 20, f"problem.material.{PLAN}"),
        ([{**PLAN_DEMAND, "way_out": ""}], 20, f"way_out.material.{PLAN}"),
        ([PLAN_DEMAND], 0, "due_on"),
        ([PLAN_DEMAND], -1, "due_on"),
        ([PLAN_DEMAND], 400, "due_on"),
    ],
)
def test_what_the_edition_does_not_ask_of_this_applicant_is_refused_at_its_field(
    hall: Hall, demands: list[dict[str, str]], days: int, field: str
) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    answer = ask_supplement(market, food, *demands, due_on=in_days(days))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "ActionInvalid")
    assert list(answer.get_json()["errors"]) == [field]
    with hall.app.app_context():
        assert case_row(food["number"]).state == "received"
        assert row_count(CaseDemand) == 0


def test_a_notice_without_demands_is_refused(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    body = {"demands": [], "due_on": in_days(9).isoformat()}
    answer = market.post(f"/cases/{food['number']}/supplement-notice", body)
    assert list(answer.get_json()["errors"]) == ["demands"]


def test_the_database_refuses_a_demand_beyond_the_pinned_edition(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    """Nor does it take what only another edition asks, or the edition asks of other applicants."""
    filed = send(market, request_body(market, ZHANG, UNLICENSED), "another-applicant")
    other = case_of(filed.get_json(), "GTDJ-SL")
    with either_hall.app.app_context():
        case, other_case = case_row(food["number"]), case_row(other["number"])
        foreign = other_case.application_item
        asked = {one.material_key for one in case.application_item.requirements}
        spared = next(
            one.key for one in case.application_item.edition.terms.materials if one.key not in asked
        )
        values = {
            "case_id": case.id,
            "kind": "supplement",
            "application_item_id": case.application_item_id,
            "edition_id": case.application_item.edition_id,
            "material_key": None,
            "field_key": None,
            "name": "血检",
            "problem": "没有",
            "way_out": "去做",
        }
        edition = {"edition_id": foreign.edition_id, "field_key": foreign.edition.terms.form_fields[0].key}
        for beyond in (
            {"material_key": "blood-test"},
            {"material_key": spared},
            {"field_key": "blood"},
            edition,
            {"case_id": other_case.id, "field_key": "premises_area"},
        ):
            with (
                pytest.raises(IntegrityError, match=r"(?i)foreign key"),
                database.transaction() as session,
            ):
                session.execute(insert(CaseDemand).values(values | beyond))
        with database.transaction() as session:
            session.execute(insert(CaseDemand).values(values | {"field_key": "premises_area"}))


def test_parts_are_saved_and_the_complete_supplement_is_received_anew(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    ask_supplement(market, food)
    let_days_pass(either_hall, food["number"], "acceptance_due_on", days=3)
    part = give_supplement(market, food, answers={AREA: "85"}, complete=False)
    assert (part.status_code, part.get_json()["state"]) == (200, "supplement_asked")
    early = give_supplement(market, food)
    assert (early.status_code, list(early.get_json()["errors"])) == (422, [f"material.{PLAN}"])
    with either_hall.app.app_context():
        old = {one.material_key: one for one in case_row(food["number"]).application_item.requirements}[PLAN]
        old_file, requirement_id = old.attachment_id, old.id
    done = give_supplement(market, food, attachments={PLAN: upload_file(market, "新图.png")})
    assert (done.status_code, done.get_json()["state"]) == (200, "received"), done.text
    with either_hall.app.app_context():
        case = case_row(food["number"])
        assert case.acceptance_due_on is not None
        assert case.acceptance_due_on > in_days(4)
        requirement = {one.material_key: one for one in case.application_item.requirements}[PLAN]
        assert requirement.attachment is not None
        assert requirement.attachment.name == "新图.png"
        rows = select(SupersededMaterial).where(SupersededMaterial.requirement_id == requirement_id)
        (before,) = database.reading().scalars(rows)
        assert (before.met_by, before.attachment_id) == ("file", old_file)
        demand = demands_by_target(food["number"])[f"field.{AREA}"]
        assert (demand.answer_before, demand.met_at is not None) == ("86 平方米", True)
        assert case.application.answers[f"SPJY-XB:{AREA}"] == "85"
        assert [event.action for event in case.events] == ["receive", "ask_supplement", "supplement"]
    assert market.get(f"/cases/{food['number']}").get_json()["answers"][f"SPJY-XB:{AREA}"] == "85"
    assert accept(market, food).status_code == 200


def test_a_mended_answer_is_this_agencys_alone(hall: Hall) -> None:
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    application = file_restaurant(market, LI)
    food, opinion = case_of(application, "SPJY-XB"), case_of(application, "XFJC-YYQ")
    ask_supplement(market, food, AREA_DEMAND)
    give_supplement(market, food, answers={AREA: "85"})
    assert fire.get(f"/cases/{opinion['number']}").get_json()["answers"][AREA] == "86"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"answers": {AREA: "viel"}}, f"field.{AREA}"),
        ({"answers": {AREA: "86"}}, f"field.{AREA}"),
        ({"answers": {"premises_name": "新名"}}, "field.premises_name"),
    ],
)
def test_a_wrong_part_is_told_at_its_field(hall: Hall, parts: dict[str, Any], field: str) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    ask_supplement(market, food, AREA_DEMAND)
    answer = give_supplement(market, food, **parts)
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [field])
    with hall.app.app_context():
        assert case_row(food["number"]).state == "supplement_asked"


def test_after_its_day_no_supplement_is_taken(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    ask_supplement(market, food, AREA_DEMAND)
    let_days_pass(either_hall, food["number"], "supplement_due_on")
    answer = give_supplement(market, food, answers={AREA: "85"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "SupplementDayPassed")


def test_what_nobody_asked_for_cannot_be_supplemented(market: System, food: dict[str, Any]) -> None:
    answer = give_supplement(market, food, answers={AREA: "85"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "TransitionRefused")
    ask_supplement(market, food, AREA_DEMAND)
    foreign = {PLAN: upload_file(market)}
    answer = give_supplement(market, food, answers={AREA: "85"}, attachments=foreign)
    assert answer.status_code == 422, answer.text
    assert f"material.{PLAN}" in answer.get_json()["errors"], answer.text
    assert "没有要求补正这一项" in str(answer.get_json()["errors"])


def test_nothing_personal_of_a_supplement_is_in_plain_text(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = file_restaurant(market, LI)
    ask_supplement(market, case_of(application, "SPJY-XB"))
    with hall.app.app_context():
        connection = database.reading().connection()
        shown = str(connection.exec_driver_sql("SELECT problem, way_out FROM case_demand").all())
        assert "看不清" not in shown
        assert row_count(Application) == 1
        assert application_row(application["number"]).state == "open"


def test_both_sides_read_what_was_asked_for_and_given(hall: Hall) -> None:
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    application = file_restaurant(market, LI)
    food, opinion = case_of(application, "SPJY-XB"), case_of(application, "XFJC-YYQ")
    ask_supplement(market, food)
    give_supplement(market, food, answers={AREA: "90"}, complete=False)
    items = market.get(f"/cases/{food['number']}/demands").get_json()["items"]
    assert [one["target"] for one in items] == [f"material.{PLAN}", f"field.{AREA}"]
    assert [one["met_at"] is not None for one in items] == [False, True]
    assert fire.get(f"/cases/{food['number']}/demands").status_code == 404
    assert market.get(f"/cases/{opinion['number']}/demands").get_json() == {"items": []}
    shown = market.get(f"/cases/{food['number']}").get_json()
    assert shown["supplement_due_on"] == in_days(20).isoformat()
    assert shown["is_deemed_accepted"] is False


def test_a_system_corrects_what_it_filed_until_acceptance(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    address = f"/cases/{food['number']}/correction"
    body = {"answers": {AREA: "90"}, "attachments": {PLAN: upload_file(market, "新图.png")}}
    assert market.post(address, body).status_code == 200
    for wrong in ({"answers": {"salary": "1"}}, {"answers": {AREA: "viel"}}):
        answer = market.post(address, wrong)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "ActionInvalid")
    accept(market, food)
    late = market.post(address, {"answers": {AREA: "91"}})
    assert (late.status_code, late.get_json()["code"]) == (409, "TransitionRefused")


def test_a_certificate_says_what_was_corrected(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    market.post(f"/cases/{food['number']}/correction", {"answers": {"food_safety_manager": "王更正"}})
    grant(market, food)
    do_jobs(hall)
    identifier = market.get(f"/cases/{food['number']}").get_json()["certificate_identifier"]
    with hall.app.app_context(), database.certificate_transaction() as store:
        assert lookup.certificate(store, identifier).fields["food_safety_manager"] == "王更正"
