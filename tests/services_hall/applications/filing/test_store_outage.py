"""Outages of the certificate store: upload is offered, cases continue, jobs wait; no error page."""

import pytest
from sqlalchemy import select, text

from services_hall import database
from services_hall.jobs.models import Job, JobStatus
from tests.support.agency_systems import System, system
from tests.support.case_decisions import (
    accept,
    cancel,
    case_row,
    grant,
)
from tests.support.hall import Hall
from tests.support.restaurant import (
    BUNDLE,
    LI,
    LI_HOLDER,
    LICENSED,
    case_of,
    file_restaurant,
    holder_of,
    request_body,
    send,
)
from tests.support.store_outage import OUTAGES, store_outage
from tests.support.waiting_jobs import do_jobs


@pytest.fixture
def market(hall: Hall) -> System:
    return system(hall, "market_supervision")


@pytest.mark.parametrize("way", OUTAGES)
def test_a_preview_says_that_the_store_is_away(hall: Hall, market: System, way: str) -> None:
    body = {"code": BUNDLE, "scenario": LICENSED, "holder": holder_of(LI), "consent": True}
    with store_outage(hall, way):
        answer = market.post("/waiver-checks", body)
    assert answer.status_code == 200, answer.text
    assert answer.get_json() == {"is_store_away": True, "items": []}


@pytest.mark.parametrize("way", OUTAGES)
def test_filing_asks_for_the_paper_and_takes_it(hall: Hall, market: System, way: str) -> None:
    spared, whole = request_body(market, LI), request_body(market, LI, consent=False)
    with store_outage(hall, way):
        answer = send(market, spared)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "RequirementsOpen")
        assert "material.business-licence" in answer.get_json()["errors"]
        filed_with_papers = send(market, {**whole, "consent": True})
        assert filed_with_papers.status_code == 201, filed_with_papers.text


@pytest.mark.parametrize("way", OUTAGES)
def test_a_case_goes_on_with_the_proof_that_it_has(hall: Hall, market: System, way: str) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    with store_outage(hall, way):
        assert accept(market, food).status_code == 200
    with hall.app.app_context():
        case = case_row(food["number"])
        assert not [one for one in case.application_item.requirements if one.lost_at]


def test_a_certificate_is_issued_once_the_store_is_back(hall: Hall, market: System) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    grant(market, food)
    with store_outage(hall, "not a database"):
        do_jobs(hall)
        assert market.get(f"/cases/{food['number']}").get_json()["state"] == "granted"
    with hall.app.app_context(), database.transaction() as session:
        waiting = session.scalars(select(Job).where(Job.status == JobStatus.WAITING)).all()
        assert "certificates.issue" in {job.name for job in waiting}
        for job in waiting:
            job.run_at = job.created_at
    do_jobs(hall)
    assert market.get(f"/cases/{food['number']}").get_json()["delivered_at"]


@pytest.mark.parametrize("way", OUTAGES)
def test_verifying_says_to_come_again(hall: Hall, market: System, way: str) -> None:
    identifier = cancel(hall, LI_HOLDER, "identity-card")
    with store_outage(hall, way):
        answer = market.get(f"/verifications/{identifier}")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_a_server_that_started_anew_is_no_store_that_is_away(postgres_hall: Hall) -> None:
    market = system(postgres_hall, "market_supervision")
    body = request_body(market, LI)
    cut_off(postgres_hall)
    filed_at_once = send(market, body)
    assert filed_at_once.status_code == 201, filed_at_once.text
    food = case_of(filed_at_once.get_json(), "SPJY-XB")
    cancel(postgres_hall, LI_HOLDER, "business-licence")
    cut_off(postgres_hall)
    answer = accept(market, food)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "ProofLost")


def cut_off(hall: Hall) -> None:
    """The server closes every pooled connection of the store directly after its use."""
    with hall.app.app_context():
        with database.certificate_transaction() as store:
            store.execute(select(1))
        others = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY(:ids)")
        with database.certificate_engine(hall.app).connect() as held:
            ids = [held.scalar(text("SELECT pg_backend_pid()"))]
        with database.transaction() as session:
            session.execute(others, {"ids": ids})
