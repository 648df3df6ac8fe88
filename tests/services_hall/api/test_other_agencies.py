"""What another agency, another system or the holder may read: their own part, and who has read it."""

import re

from tests.support import restaurant
from tests.support.agency_systems import actor_of, system
from tests.support.hall import Hall

OCCASION = re.compile(r'<span class="cell__name">([^<]*)</span><span class="cell__more">([^<]*)<')


def test_a_system_reads_the_answers_to_its_own_guide_only(hall: Hall) -> None:
    application = restaurant.file_restaurant(system(hall, "urban_management"))
    answers = {}
    for item, role in (("SPJY-XB", "market_supervision"), ("HWZP-SZ", "urban_management")):
        number = restaurant.case_of(application, item)["number"]
        answers[role] = set(system(hall, role).get(f"/cases/{number}").get_json()["answers"])
    assert "sign_text" in answers["urban_management"]
    assert "sign_text" not in answers["market_supervision"]
    assert "food_items" in answers["market_supervision"]
    assert "food_items" not in answers["urban_management"]
    assert "premises_address" in answers["market_supervision"] & answers["urban_management"]


def test_the_holder_reads_in_words_who_looked_and_why(hall: Hall) -> None:
    program = system(hall, "market_supervision")
    restaurant.proved_keys(program, restaurant.LI, restaurant.LICENSED, restaurant.BUNDLE)
    page = hall.sign_in("li").get("/my/certificates/").text
    assert set(OCCASION.findall(page)) == {
        ("江岸区市场监督管理局部门业务系统", "经持证人同意，由部门业务系统查看可免提交的材料")
    }


def test_looking_at_the_own_materials_is_told_as_such(hall: Hall) -> None:
    resident = hall.sign_in("li")
    form = {f"q.{key}": value for key, value in restaurant.LICENSED.items()}
    begun = resident.post("/apply/open-restaurant", {**form, "district": "420102000000"})
    resident.get(begun.headers["Location"].removesuffix("form") + "materials")
    page = resident.get("/my/certificates/").text
    assert {who for who, _why in OCCASION.findall(page)} == {"本人"}


def test_a_file_of_one_application_meets_nothing_in_another(hall: Hall) -> None:
    program = system(hall, "market_supervision")
    body = restaurant.request_body(program)
    assert restaurant.send(program, body).status_code == 201
    assert (
        restaurant.send(program, body).status_code == 201
    )  # a repeated request returns the same application
    for_wang = {**restaurant.request_body(program, restaurant.WANG), "attachments": {}}
    wanted = restaurant.request_body(program, restaurant.WANG)["attachments"]
    stolen = next(iter(body["attachments"].values()))
    for_wang["attachments"] = {**wanted, next(iter(wanted)): stolen}
    answer = restaurant.send(program, for_wang, "restaurant-2")
    assert answer.status_code == 404
    assert answer.get_json()["code"] == "AttachmentNotFound"


def test_the_system_of_the_agency_that_was_asked_answers_once(hall: Hall) -> None:
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    food = restaurant.case_of(restaurant.file_restaurant(market), "SPJY-XB")["number"]
    assert market.post(f"/cases/{food}/acceptance").status_code == 200
    with hall.app.app_context():
        agency = actor_of("fire_rescue").posts[0].agency_code
    for question in ("能否设在二楼？", "出口够不够？"):
        asked = {"agency_code": agency, "question": question}
        assert market.post(f"/cases/{food}/opinions", asked).status_code == 200
    page = fire.get("/opinions", limit=1).get_json()
    (second,) = page["items"]
    assert (second["question"], second["case"], second["answer"]) == ("出口够不够？", food, None)
    (first,) = fire.get("/opinions", after=page["next"]).get_json()["items"]
    assert market.get("/opinions").get_json() == {"items": [], "next": None}
    path, own = f"/opinions/{first['id']}/answer", {"answer": "可以，须设两个出口"}
    assert "answer" in fire.post(path, {"answer": " "}).get_json()["errors"]
    assert market.post(path, own).status_code == 404
    assert fire.post(path, own).get_json()["answer"] == own["answer"]
    again = fire.post(path, {"answer": "改主意了"})
    assert (again.status_code, again.get_json()["code"]) == (409, "OpinionAnswered")
    answers = [one["answer"] for one in market.get(f"/cases/{food}/opinions").get_json()]
    assert answers == [own["answer"], None]
    assert fire.get(f"/cases/{food}/opinions").status_code == 404


def test_only_the_system_that_filed_objects_for_the_applicant_and_the_officer_reads_it(hall: Hall) -> None:
    market, tobacco = system(hall, "market_supervision"), system(hall, "tobacco_monopoly")
    food = restaurant.case_of(restaurant.file_restaurant(tobacco), "SPJY-XB")["number"]
    words = {"objection": "面积应为 60 平方米"}
    assert market.post(f"/cases/{food}/objection", words).status_code == 404
    assert "objection" in tobacco.post(f"/cases/{food}/objection", {"objection": " "}).get_json()["errors"]
    assert tobacco.post(f"/cases/{food}/objection", words).get_json()["state"] == "received"
    assert words["objection"] in hall.sign_in("shichang").get(f"/desk/cases/{food}").text
