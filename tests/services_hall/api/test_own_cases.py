"""What an agency's system reads of its own cases, and corrects in them, whatever channel they came from."""

from hashlib import sha256

from tests.support import restaurant
from tests.support.agency_systems import person_with_token, system
from tests.support.case_decisions import grant
from tests.support.hall import Hall
from tests.support.waiting_jobs import do_jobs


def test_the_list_tells_applicant_channel_and_due_days(hall: Hall) -> None:
    market, tobacco = system(hall, "market_supervision"), system(hall, "tobacco_monopoly")
    food = restaurant.case_of(restaurant.file_restaurant(tobacco), "SPJY-XB")
    (row,) = [one for one in market.get("/cases").get_json()["items"] if one["number"] == food["number"]]
    assert (row["holder_name"], row["channel"]) == (restaurant.LI.name, "api")
    assert row["application"] == food["application"]
    assert row["acceptance_due_on"] == food["acceptance_due_on"] is not None
    assert row["legal_due_on"] is None
    accepted = market.post(f"/cases/{food['number']}/acceptance").get_json()
    (row,) = market.get("/cases", state="accepted").get_json()["items"]
    assert row["legal_due_on"] == accepted["legal_due_on"] is not None
    assert row["decision_due_on"] == accepted["decision_due_on"] is not None


def test_a_state_that_does_not_exist_is_refused_by_its_name(hall: Hall) -> None:
    answer = system(hall, "market_supervision").get("/cases", state="recieved")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert "received" in str(answer.get_json()["errors"]["query"]["state"])


def test_the_agency_downloads_every_file_of_its_case_and_no_other_agency_does(hall: Hall) -> None:
    market, tobacco = system(hall, "market_supervision"), system(hall, "tobacco_monopoly")
    body = restaurant.request_body(tobacco)
    filed = restaurant.send(tobacco, body).get_json()
    number = restaurant.case_of(filed, "SPJY-XB")["number"]
    listed = market.get(f"/cases/{number}/files").get_json()["items"]
    assert {one["material"]: one["id"] for one in listed}.items() <= body["attachments"].items()
    assert listed
    for one in listed:
        content = market.client.get(one["file"], headers=market.headers())
        assert (content.status_code, content.mimetype) == (200, one["media_type"])
        assert (len(content.data), sha256(content.data).hexdigest()) == (one["size"], one["sha256"])
        assert not one["is_replaced"]
    fire = system(hall, "fire_rescue")
    assert fire.get(f"/cases/{number}/files").status_code == 404
    assert fire.get(f"/cases/{number}/papers").status_code == 404
    own = {one["number"] for one in fire.get("/cases").get_json()["items"]}
    seen = {one["id"] for case in own for one in fire.get(f"/cases/{case}/files").get_json()["items"]}
    only = next(one for one in listed if one["id"] not in seen)
    assert fire.client.get(only["file"], headers=fire.headers()).status_code == 404


def test_the_agency_reads_the_papers_of_cases_that_others_filed(hall: Hall) -> None:
    market, tobacco = system(hall, "market_supervision"), system(hall, "tobacco_monopoly")
    food = restaurant.case_of(restaurant.file_restaurant(tobacco), "SPJY-XB")
    number = food["number"]
    assert market.get(f"/cases/{number}/papers").get_json() == {"items": []}
    grant(market, food)
    listed = market.get(f"/cases/{number}/papers").get_json()["items"]
    assert {"acceptance", "grant"} <= {one["kind"] for one in listed}
    assert {one["case"] for one in listed} == {number}
    accepted = next(one for one in listed if one["kind"] == "acceptance")
    do_jobs(hall, "acceptance")
    for reader in (market, person_with_token(hall, "shichang"), tobacco):
        paper = reader.client.get(accepted["file"], headers=reader.headers())
        assert paper.data.startswith(b"%PDF-")
    fire = system(hall, "fire_rescue")
    assert fire.client.get(accepted["file"], headers=fire.headers()).status_code == 404


def test_the_agency_corrects_small_errors_with_the_agreement_of_the_applicant(hall: Hall) -> None:
    market, tobacco = system(hall, "market_supervision"), system(hall, "tobacco_monopoly")
    number = restaurant.case_of(restaurant.file_restaurant(tobacco), "SPJY-XB")["number"]
    path, answers = f"/cases/{number}/agency-correction", {"food_safety_manager": "王样例"}
    refused = market.post(path, {"answers": answers, "agreed": False})
    assert (refused.status_code, "agreed" in refused.get_json()["errors"]) == (422, True)
    assert tobacco.post(path, {"answers": answers, "agreed": True}).status_code == 404
    corrected = market.post(path, {"answers": answers, "agreed": True})
    assert corrected.status_code == 200, corrected.text
    assert corrected.get_json()["answers"]["SPJY-XB:food_safety_manager"] == answers["food_safety_manager"]
