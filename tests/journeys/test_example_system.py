"""The example of an agency's own system: a process of its own, through a day of an agency."""

import json
import os
import sys
from pathlib import Path

import pytest

from services_hall.demo.accounts import client_id_of, client_secret_of
from tests.support import restaurant
from tests.support.agency_systems import system
from tests.support.case_decisions import decision_body
from tests.support.hall import Hall, serve_hall
from tests.support.processes import run_process, wait_until
from tests.support.waiting_jobs import do_jobs_and_papers

PROGRAM = Path(__file__).parents[2] / "docs" / "examples" / "case_system.py"
ROLE = "market_supervision"
SECONDS = 60


def test_a_day_of_an_agency(hall: Hall, tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    first = file_case(hall, "first")
    with serve_hall(hall) as address:
        work(hall, address, folder)
        assert state_of(hall, first) == "accepted"
        files = [one for one in (folder / first).iterdir() if one.suffix == ".png"]
        assert len(files) == len(system(hall, ROLE).get(f"/cases/{first}/files").get_json()["items"]) > 0
        cursor = (folder / "cursor").read_text()
        second = file_case(hall, "second")
        body = decision_body({"item_code": "SPJY-XB", "number": first}, "grant")
        (folder / first / "decision.json").write_text(json.dumps(body))
        told = work(hall, address, folder)
        assert (state_of(hall, first), state_of(hall, second)) == ("granted", "accepted")
        assert told.count(f"accepted {first}") == 0
        papers = {one.name.partition("-")[0]: one.read_bytes() for one in (folder / first).glob("*.pdf")}
        assert {"acceptance", "grant"} <= set(papers)
        assert all(content.startswith(b"%PDF-") for content in papers.values())
        assert int((folder / "cursor").read_text()) > int(cursor)
        assert work(hall, address, folder) == ""


def test_a_wrong_secret_ends_it_with_the_reason(hall: Hall, tmp_path: Path) -> None:
    with serve_hall(hall) as address, pytest.raises(AssertionError, match="invalid_client"):
        work(hall, address, tmp_path / "cases", secret="no secret of ours")


def file_case(hall: Hall, key: str) -> str:
    """The number of a food case that another agency's window filed."""
    filed = restaurant.file_restaurant(system(hall, "tobacco_monopoly"), key=f"{key}-application")
    return str(restaurant.case_of(filed, "SPJY-XB")["number"])


def state_of(hall: Hall, number: str) -> str:
    return str(system(hall, ROLE).get(f"/cases/{number}").get_json()["state"])


def work(hall: Hall, address: str, folder: Path, *, secret: str | None = None) -> str:
    """What the program says until nothing is left to do, while the hall does its jobs."""
    command = [sys.executable, PROGRAM, address, client_id_of(ROLE), folder, "--until-idle", "--pause", "0.1"]
    own = {"CLIENT_SECRET": secret or client_secret_of(ROLE)}
    with run_process(command, os.environ | own) as program:

        def has_ended() -> bool:
            do_jobs_and_papers(hall)
            return program.process.poll() is not None

        wait_until(has_ended, SECONDS, "the end of the day")
        assert program.process.returncode == 0, program.output()
        return program.output()
