"""The restaurant from scenario to verified certificates, through the API, in one process."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from certificate_store.verification import verify_copy
from services_hall import database
from services_hall.clock import local_day, utc_now
from services_hall.demo.certificates import SHOP
from tests.support.agency_systems import System, stranger, system
from tests.support.case_decisions import grant
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import (
    LI,
    LICENSED,
    UNLICENSED,
    ZHANG,
    case_of,
    file_restaurant,
    proved_keys,
    scenario_answer,
)
from tests.support.waiting_jobs import do_jobs_and_papers

AGENCIES = ("market_supervision", "fire_rescue", "urban_management", "tobacco_monopoly")
ISSUED = {
    "SPJY-XB": "食品经营许可证",
    "XFJC-YYQ": "公众聚集场所投入使用、营业前消防安全检查意见书",
    "HWZP-SZ": "户外招牌设施设置备案凭证",
    "YCLS-XB": "烟草专卖零售许可证",
}


def work_through(desk: System) -> list[str]:
    """Grants every case on the desk of one agency; returns the items in order."""
    return [grant(desk, case)["item_code"] for case in desk.get("/cases").get_json()["items"]]


@on_postgresql
def test_with_a_licence_four_agencies_decide_side_by_side(either_hall: Hall) -> None:
    desks = {role: system(either_hall, role) for role in AGENCIES}
    filer = desks["market_supervision"]
    materials = {one["key"] for one in scenario_answer(filer, LICENSED)["materials"]}
    assert proved_keys(filer, LI, LICENSED, "open-restaurant") == {
        "business-licence",
        "identity-card",
        "premises-proof",
    }
    assert len(materials) == len(set(materials))
    application = file_restaurant(filer, LI)
    with ThreadPoolExecutor(len(desks)) as rooms:
        decided = [item for items in rooms.map(work_through, desks.values()) for item in items]
    assert sorted(decided) == sorted(set(ISSUED) - {"HWZP-SZ"})
    assert filer.get(f"/applications/{application['number']}").get_json()["state"] == "open"
    do_jobs_and_papers(either_hall)
    assert_finished(either_hall, filer, application["number"], ISSUED)


@on_postgresql
def test_without_a_licence_it_is_registered_first_and_used_by_all(either_hall: Hall) -> None:
    desks = {role: system(either_hall, role) for role in AGENCIES}
    filer = desks["market_supervision"]
    application = file_restaurant(filer, ZHANG, UNLICENSED)
    assert [work_through(desk) for desk in desks.values()] == [["GTDJ-SL"], [], [], []]
    do_jobs_and_papers(either_hall)
    assert [work_through(desk) for desk in desks.values()] == [
        ["SPJY-XB"],
        ["XFJC-YYQ"],
        [],
        ["YCLS-XB"],
    ]
    do_jobs_and_papers(either_hall)
    assert_finished(either_hall, filer, application["number"], {"GTDJ-SL": "营业执照", **ISSUED})
    finished = filer.get(f"/applications/{application['number']}").get_json()
    licence = case_of(finished, "GTDJ-SL")["certificate_identifier"]
    for item in ISSUED:
        proofs = {
            one["key"]: one["certificate_identifier"] for one in case_of(finished, item)["requirements"]
        }
        assert proofs["business-licence"] == licence


def assert_finished(hall: Hall, filer: System, number: str, issued: dict[str, str]) -> None:
    """All cases are delivered; each PDF is intact, and its public verification succeeds."""
    finished = filer.get(f"/applications/{number}").get_json()
    assert finished["state"] == "finished"
    assert all(paper["is_made"] and paper["number"] for paper in finished["papers"])
    promises = sum(case["is_by_commitment"] for case in finished["cases"])
    assert Counter(paper["kind"] for paper in finished["papers"]) == {
        **dict.fromkeys(("receipt", "delivery_address"), 1),
        **dict.fromkeys(("acceptance", "grant"), len(issued) - 1),
        "filing_record": 1,
        "commitment": promises,
    }
    for item, title in issued.items():
        case = case_of(finished, item)
        assert case["delivered_at"] is not None
        identifier = case["certificate_identifier"]
        found = stranger(hall).get(f"/verifications/{identifier}").get_json()
        assert (found["is_genuine"], found["is_in_force"], found["title"]) == (True, True, title)
        assert (found["issued_by"], found["holder_name"]) == (case["agency_name"], SHOP.name)
        pdf = filer.get(f"/certificates/{identifier}")
        assert pdf.status_code == 200
        with hall.app.app_context(), database.certificate_transaction() as store:
            answer = verify_copy(store, pdf.data, local_day(utc_now()))
            assert answer.is_genuine
