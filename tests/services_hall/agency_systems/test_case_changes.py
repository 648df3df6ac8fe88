"""The change feed of an agency's cases: in order, without gaps, its own cases only."""

from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from services_hall import database
from services_hall.agency_systems.case_changes import has_unnumbered, number_changes
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import Case, CaseEvent
from services_hall.clock import utc_now
from services_hall.use_cases.number_case_changes import number_all_changes
from tests.support import restaurant
from tests.support.agency_systems import System, person_with_token, system
from tests.support.concurrent_requests import DEADLINE
from tests.support.hall import Hall

WRITERS, EVENTS_OF_EACH = 6, 40


def changes(program: System, *, limit: int = 50, **query: Any) -> Iterator[dict[str, Any]]:
    """Every change after the cursor, page by page."""
    after = query.pop("after", 0)
    while items := (page := program.get("/case-changes", after=after, limit=limit, **query).get_json())[
        "items"
    ]:
        yield from items
        after = page["next"]
        assert after == items[-1]["number"]


def test_an_agency_reads_what_happened_in_its_cases_whoever_filed_and_did_it(either_hall: Hall) -> None:
    market, tobacco = system(either_hall, "market_supervision"), system(either_hall, "tobacco_monopoly")
    before = len(list(changes(market)))
    food = restaurant.case_of(restaurant.file_restaurant(tobacco), "SPJY-XB")["number"]
    assert market.post(f"/cases/{food}/acceptance").status_code == 200
    told = list(changes(market, limit=2))
    assert [one["number"] for one in told] == list(range(1, len(told) + 1))
    steps = [(one["kind"], one["from"], one["to"]) for one in told[before:] if one["case"] == food]
    assert steps == [("receive", None, "received"), ("accept", "received", "accepted")]
    assert set(told[-1]) == {"number", "case", "item_code", "division_code", "kind", "from", "to", "at"}
    assert restaurant.LI.name not in str(told)
    assert list(changes(market, after=told[-1]["number"])) == []
    fire = system(either_hall, "fire_rescue")
    assert food not in {one["case"] for one in changes(fire)}
    assert [one["number"] for one in changes(fire)] == list(range(1, len(list(changes(fire))) + 1))


def test_another_agency_is_refused_by_the_name_of_the_parameter(hall: Hall) -> None:
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    restaurant.file_restaurant(market)
    (case,) = fire.get("/cases").get_json()["items"]
    other = fire.get(f"/cases/{case['number']}").get_json()["agency_code"]
    answer = market.get("/case-changes", agency=other)
    assert (answer.status_code, list(answer.get_json()["errors"]["query"])) == (422, ["agency"])
    assert fire.get("/case-changes", agency=other).get_json()["items"]
    assert person_with_token(hall, "shichang").get("/case-changes").get_json()["items"]


def test_the_job_numbers_everything_in_batches(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    restaurant.file_restaurant(system(hall, "market_supervision"))
    monkeypatch.setattr("services_hall.agency_systems.case_changes.BATCH", 3)
    with hall.app.app_context():
        assert has_unnumbered(database.reading())
        number_all_changes()
        assert not has_unnumbered(database.reading())


def test_an_event_committed_late_with_a_smaller_id_is_not_passed_over(postgres_hall: Hall) -> None:
    market = system(postgres_hall, "market_supervision")
    number = restaurant.case_of(restaurant.file_restaurant(market), "SPJY-XB")["number"]
    cursor = max(one["number"] for one in changes(market))
    wrote, may_commit = Event(), Event()

    def write_slowly() -> None:
        with postgres_hall.app.app_context(), database.transaction() as session:
            write_note(session, number)
            wrote.set()
            assert may_commit.wait(DEADLINE)

    slow = Thread(target=write_slowly)
    slow.start()
    assert wrote.wait(DEADLINE)
    with postgres_hall.app.app_context(), database.transaction() as session:
        write_note(session, number)
    (first,) = changes(market, after=cursor)
    may_commit.set()
    slow.join(DEADLINE)
    (second,) = changes(market, after=first["number"])
    assert (first["number"], second["number"]) == (cursor + 1, cursor + 2)


def test_a_reader_beside_writers_gets_every_event_exactly_once(postgres_hall: Hall) -> None:
    market = system(postgres_hall, "market_supervision")
    number = restaurant.case_of(restaurant.file_restaurant(market), "SPJY-XB")["number"]
    seen = list(changes(market))
    writers = [Thread(target=write_many, args=(postgres_hall, number)) for _ in range(WRITERS)]
    numberers = [Thread(target=number_while, args=(postgres_hall, writers)) for _ in range(2)]
    for thread in (*writers, *numberers):
        thread.start()
    while any(thread.is_alive() for thread in (*writers, *numberers)):
        seen += changes(market, limit=7, after=seen[-1]["number"])
    seen += changes(market, after=seen[-1]["number"])
    assert [one["number"] for one in seen] == list(range(1, len(seen) + 1))
    assert sum(one["kind"] == "reckon" for one in seen) == WRITERS * EVENTS_OF_EACH
    with postgres_hall.app.app_context():
        rows = (
            select(func.count()).select_from(CaseEvent).join(Case).where(CaseEvent.feed_agency.is_not(None))
        )
        agency = select(Case.agency_code).where(Case.item_code == "SPJY-XB").limit(1).scalar_subquery()
        assert database.reading().scalar(rows.where(Case.agency_code == agency)) == len(seen)


def write_many(hall: Hall, number: str) -> None:
    """Events of a writer, each in a transaction of its own that holds its event for a moment."""
    for _ in range(EVENTS_OF_EACH):
        with hall.app.app_context(), database.transaction() as session:
            write_note(session, number)
            session.scalar(select(func.pg_sleep(0.002)))


def number_while(hall: Hall, writers: list[Thread]) -> None:
    """Numbers events as the job does, as long as one of the writers writes."""
    while any(one.is_alive() for one in writers):
        with hall.app.app_context(), database.transaction() as session:
            number_changes(session)


def write_note(session: Any, number: str) -> None:
    """An event of the case, without the lock of the case, so that several are written at the same time."""
    case_id = session.scalar(select(Case.id).where(Case.item_code == "SPJY-XB").order_by(Case.id.desc()))
    row = {"action": CaseAction.RECKON, "old_state": CaseState.RECEIVED, "new_state": CaseState.RECEIVED}
    session.execute(insert(CaseEvent).values(case_id=case_id, at=utc_now(), **row))
