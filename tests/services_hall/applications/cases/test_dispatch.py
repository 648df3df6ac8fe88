"""A bundle without a licence: registration first; the other cases start, or end, automatically."""

import pytest
from sqlalchemy import select

from services_hall import database
from services_hall.applications.models import Case, CaseEvent, Requirement
from services_hall.clock import local_day
from tests.support.agency_systems import System, system
from tests.support.case_decisions import (
    accept,
    application_row,
    case_row,
    decide,
    grant,
)
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI, UNLICENSED, ZHANG, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

OTHERS = ("SPJY-XB", "XFJC-YYQ", "HWZP-SZ", "YCLS-XB")
STARTED = {"SPJY-XB": "received", "XFJC-YYQ": "received", "HWZP-SZ": "recorded", "YCLS-XB": "received"}
"""What the others become at their receipt: the filing is recorded at once."""


def states(filer: System, number: str) -> dict[str, str]:
    """The state of each case of the application, by item."""
    cases = filer.get(f"/applications/{number}").get_json()["cases"]
    return {case["item_code"]: case["state"] for case in cases}


def test_with_a_licence_all_agencies_receive_at_once(market: System) -> None:
    application = file_restaurant(market, LI)
    assert states(market, application["number"]) == STARTED
    assert all(case["waits_for"] == [] for case in application["cases"])


def test_without_a_licence_only_the_registration_is_received(market: System) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED)
    assert states(market, application["number"]) == {
        "GTDJ-SL": "received",
        **dict.fromkeys(OTHERS, "waiting"),
    }
    registration = case_of(application, "GTDJ-SL")["number"]
    for item in OTHERS:
        assert case_of(application, item)["waits_for"] == [registration]
        assert case_of(application, item)["received_at"] is None


def test_a_registration_is_due_from_its_receipt_on(either_hall: Hall, market: System) -> None:
    case = case_of(file_restaurant(market, ZHANG, UNLICENSED), "GTDJ-SL")
    assert case["decision_due_on"] is not None
    accepted = accept(market, case).get_json()
    assert accepted["decision_due_on"] == case["decision_due_on"]
    with either_hall.app.app_context():
        received_at = case_row(case["number"]).received_at
    assert received_at is not None
    assert accepted["clock_starts_on"] == local_day(received_at).isoformat()


def test_a_case_that_waits_is_on_no_desk_and_cannot_be_accepted(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED)
    fire = system(either_hall, "fire_rescue")
    assert fire.get("/cases").get_json()["items"] == []
    answer = accept(fire, case_of(application, "XFJC-YYQ"))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "TransitionRefused")


@on_postgresql
@pytest.mark.parametrize("consent", [True, False])
def test_the_licence_starts_the_others_and_proves_what_they_ask(
    either_hall: Hall, market: System, consent: bool
) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED, consent=consent)
    grant(market, case_of(application, "GTDJ-SL"))
    assert set(states(market, application["number"]).values()) == {"granted", "waiting"}
    do_jobs(either_hall)
    assert states(market, application["number"]) == {
        "GTDJ-SL": "granted",
        **STARTED,
    }
    with either_hall.app.app_context():
        cases = {case.item_code: case for case in application_row(application["number"]).cases}
        licence = cases["GTDJ-SL"].certificate_identifier
        assert licence is not None
        for item in OTHERS:
            case = cases[item]
            assert case.received_at is not None
            assert (case.acceptance_due_on is None) == (item == "HWZP-SZ")
            asked = {one.material_key: one for one in case.application_item.requirements}
            assert asked["business-licence"].met_by == "this_application"
            assert asked["business-licence"].certificate_identifier == licence
            assert asked["business-licence"].proved_at is not None
            received = next(event for event in case.events if event.action == "receive")
            assert (received.new_state, received.actor_id) == ("received", None)
    food = case_of(application, "SPJY-XB")
    assert grant(market, food)["state"] == "granted"


@on_postgresql
def test_a_denied_registration_ends_the_others_with_the_reason(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED)
    registration = case_of(application, "GTDJ-SL")
    accept(market, registration)
    assert decide(market, registration, "deny", "经营场所不存在").status_code == 200
    assert_ended(either_hall, market, application["number"], "denied")


@on_postgresql
def test_a_refused_registration_ends_the_others_with_the_reason(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED)
    registration = case_of(application, "GTDJ-SL")
    answer = market.post(
        f"/cases/{registration['number']}/refusal", {"reason": "不属于本机关职权", "basis_key": "djtl-19"}
    )
    assert answer.status_code == 200, answer.text
    assert_ended(either_hall, market, application["number"], "refused")


def assert_ended(hall: Hall, filer: System, number: str, state: str) -> None:
    """The registration is in `state`, all others are terminated with a reason; no job is left."""
    assert states(filer, number) == {"GTDJ-SL": state, **dict.fromkeys(OTHERS, "terminated")}
    with hall.app.app_context():
        for case in application_row(number).cases[1:]:
            assert "个体工商户设立登记" in (case.reason or "")
            assert case.events[-1].reason == case.reason
            assert case.events[-1].action == "terminate"
            assert [paper.kind for paper in case.papers if paper.kind != "commitment"] == ["termination"]
    do_jobs(hall, "termination", "denial", "refusal")
    assert filer.get(f"/applications/{number}").get_json()["state"] == "finished"
    assert states(filer, number)["SPJY-XB"] == "terminated"


def test_the_others_are_received_once_however_often_the_job_runs(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED)
    grant(market, case_of(application, "GTDJ-SL"))
    do_jobs(either_hall)
    assert do_jobs(either_hall) == 0
    with either_hall.app.app_context():
        received = database.reading().scalars(
            select(CaseEvent).join(Case).where(Case.item_code.in_(OTHERS), CaseEvent.action == "receive")
        )
        assert len(received.all()) == len(OTHERS)


def test_what_an_application_issues_itself_is_never_asked_for(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED, consent=False)
    with either_hall.app.app_context():
        case = case_row(case_of(application, "SPJY-XB")["number"])
        rows = select(Requirement).where(
            Requirement.application_item_id == case.application_item_id,
            Requirement.material_key == "business-licence",
        )
        requirement = database.reading().scalars(rows).one()
        assert (requirement.met_by, requirement.attachment_id) == ("this_application", None)
        assert (requirement.certificate_identifier, requirement.proved_at) == (None, None)
