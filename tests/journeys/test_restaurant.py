"""The restaurant from scenario to verified certificates, through the API, in one process."""

from tests.support.finishing import do_jobs
from tests.support.hall import Hall
from tests.support.restaurant import LI, filed
from tests.support.systems import stranger, system

AGENCIES = ("market_supervision", "fire_rescue", "urban_management", "tobacco_monopoly")


def test_a_person_with_a_licence_opens_a_restaurant_with_four_decisions(either_hall: Hall) -> None:
    desks = {role: system(either_hall, role) for role in AGENCIES}
    filer = desks["market_supervision"]
    application = filed(filer, LI)
    assert [case["state"] for case in application["cases"]] == ["received"] * 4
    for desk in desks.values():
        for case in desk.get("/cases").get_json()["items"]:
            accepted = desk.post(f"/cases/{case['number']}/acceptance")
            assert accepted.status_code == 200, accepted.text
            decided = desk.post(f"/cases/{case['number']}/decision", {"outcome": "grant"})
            assert decided.status_code == 200, decided.text
    do_jobs(either_hall)
    finished = filer.get(f"/applications/{application['number']}").get_json()
    assert finished["state"] == "finished"
    for case in finished["cases"]:
        found = stranger(either_hall).get(f"/verifications/{case['certificate_identifier']}").get_json()
        assert (found["is_genuine"], found["is_in_force"]) == (True, True)
        assert LI.name not in found["holder_name"]
