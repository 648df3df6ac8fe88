"""Filing: the rows of one request, the constraints of the database, and repeated requests."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import IntegrityError

from guides import catalog
from guides.editions import withdraw_edition
from guides.models import EditionMaterial, GuideEdition
from services_hall import database
from services_hall.applications.cases import dispatch
from services_hall.applications.models import (
    Application,
    ApplicationItem,
    Case,
    CaseEvent,
    CaseStep,
    Requirement,
)
from services_hall.attachments.models import Attachment
from services_hall.clock import utc_now
from services_hall.demo.accounts import DemoPerson
from services_hall.documents.models import Paper
from services_hall.jobs.models import Job
from tests.support.agency_systems import System, system
from tests.support.case_decisions import application_row, cancel, row_count
from tests.support.concurrent_requests import run_before
from tests.support.hall import Hall
from tests.support.new_editions import publish_again
from tests.support.restaurant import (
    INSPECTED,
    LI,
    LI_HOLDER,
    LICENSED,
    UNLICENSED,
    ZHANG,
    file_restaurant,
    request_body,
    send,
)
from tests.support.sql_statements import hall_statements, writes

FOR_A_PROMISE = ("promise",)
"""The tables that one commitment writes to, beside those of every application."""
MOST_STATEMENTS = 22


@pytest.fixture
def filer(either_hall: Hall) -> System:
    return system(either_hall, "market_supervision")


def test_filing_writes_the_application_its_items_requirements_and_cases(
    either_hall: Hall, filer: System
) -> None:
    number = file_restaurant(filer, LI)["number"]
    with either_hall.app.app_context():
        application = application_row(number)
        assert (application.number, application.channel, application.state) == (number, "api", "open")
        assert application.holder == LI_HOLDER
        assert application.bundle_edition_id is not None
        codes = [case.item_code for case in application.cases]
        assert codes == ["SPJY-XB", "XFJC-YYQ", "HWZP-SZ", "YCLS-XB"]
        assert [case.number for case in application.cases] == [f"{number}-0{place}" for place in (1, 2, 3, 4)]
        assert len({case.agency_code for case in application.cases}) == 4
        for case in application.cases:
            if case.item_code == "HWZP-SZ":
                assert_recorded(case)
                continue
            assert (case.state, case.accepted_at, case.decided_at) == ("received", None, None)
            assert case.acceptance_due_on is not None
            assert [(event.action, event.old_state, event.new_state) for event in case.events] == [
                ("receive", None, "received")
            ]
            receipt, *others = case.steps
            assert (receipt.kind, receipt.finished_at) == ("receipt", case.received_at)
            assert others
            assert all(step.started_at is None for step in others)


def assert_recorded(case: Case) -> None:
    """A filing is recorded with its application: no limit runs, and only its delivery is left."""
    assert (case.state, case.outcome, case.accepted_at) == ("recorded", "recorded", None)
    assert case.decided_at == case.received_at
    assert (case.acceptance_due_on, case.decision_due_on, case.issue_due_on) == (None, None, None)
    assert [(event.action, event.old_state, event.new_state) for event in case.events] == [
        ("receive", None, "received"),
        ("record", "received", "recorded"),
    ]
    assert {step.kind for step in case.steps if step.finished_at is None} == {"delivery"}


def test_every_requirement_is_one_material_of_the_pinned_edition_and_says_how_it_is_met(
    either_hall: Hall, filer: System
) -> None:
    number = file_restaurant(filer, LI)["number"]
    with either_hall.app.app_context():
        for item in application_row(number).items:
            assert item.edition.status == "current"
            known = {material["key"] for material in item.edition.content["materials"]}
            assert {one.material_key for one in item.requirements} <= known
            for one in item.requirements:
                by_store = one.met_by == "certificate"
                assert by_store == (one.certificate_identifier is not None) == (one.proved_at is not None)
                assert (one.met_by == "file") == (one.attachment_id is not None)
        met = {
            (item.edition.content["code"], one.material_key): one.met_by
            for item in application_row(number).items
            for one in item.requirements
        }
        assert met["SPJY-XB", "business-licence"] == "certificate"
        assert met["YCLS-XB", "identity-card"] == "certificate"
        assert met["SPJY-XB", "layout-plan"] == "file"


def test_the_receipt_and_its_job_are_written_with_the_application(either_hall: Hall, filer: System) -> None:
    number = file_restaurant(filer, LI)["number"]
    with either_hall.app.app_context():
        paper, promise, record = application_row(number).papers
        assert (paper.kind, paper.case_id, paper.number) == ("receipt", None, None)
        assert (promise.kind, promise.number) == ("commitment", None)
        assert (record.kind, record.issuer_code) == ("filing_record", record.case.agency_code)
        jobs = database.reading().scalars(select(Job).where(Job.name == "papers.render"))
        assert [job.payload for job in jobs] == [{"paper_id": one.id} for one in (paper, promise, record)]


def test_files_that_were_given_belong_to_the_application(either_hall: Hall, filer: System) -> None:
    number = file_restaurant(filer, LI)["number"]
    with either_hall.app.app_context():
        application = application_row(number)
        used = {one.attachment for item in application.items for one in item.requirements} - {None}
        assert used
        assert {(one.subject_kind, one.subject_id) for one in used if one} == {
            ("application", application.id)
        }


def test_nothing_personal_can_be_read_in_the_tables(either_hall: Hall, filer: System) -> None:
    file_restaurant(filer, LI)
    with either_hall.app.app_context():
        tables = (
            Application,
            ApplicationItem,
            Requirement,
            Case,
            CaseEvent,
            Attachment,
            Paper,
            CaseStep,
            Job,
        )
        for model in tables:
            rows = database.reading().execute(text(f'SELECT * FROM "{model.__tablename__}"')).all()
            assert rows
            shown = " ".join(
                bytes(value).decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                for row in rows
                for value in row
            )
            for secret in (LI.name, LI.identity_number or "", LI.phone or "", "示范街", "材料.png"):
                assert secret not in shown, model


def other_edition(item: ApplicationItem) -> GuideEdition:
    """The edition in force of another item."""
    rows = select(GuideEdition).where(GuideEdition.item_id != item.item_id, GuideEdition.status == "current")
    edition = database.reading().scalars(rows.limit(1)).first()
    assert edition is not None
    return edition


def a_material_of(edition: GuideEdition) -> str:
    rows = select(EditionMaterial.key).where(EditionMaterial.edition_id == edition.id)
    return database.reading().scalars(rows.limit(1)).one()


def test_the_database_refuses_a_material_that_the_edition_does_not_name(
    either_hall: Hall, filer: System
) -> None:
    number = file_restaurant(filer, LI)["number"]
    with either_hall.app.app_context():
        item = application_row(number).items[0]
        values = requirement_values(item.id, item.edition_id, "anything-else-we-like")
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"), database.transaction() as session:
            session.execute(insert(Requirement).values(values))


def test_the_database_refuses_a_material_of_another_edition(either_hall: Hall, filer: System) -> None:
    number = file_restaurant(filer, LI)["number"]
    with either_hall.app.app_context():
        item = application_row(number).items[0]
        edition = other_edition(item)
        values = requirement_values(item.id, edition.id, a_material_of(edition))
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"), database.transaction() as session:
            session.execute(insert(Requirement).values(values))


def test_the_database_refuses_to_pin_an_item_to_the_edition_of_another(
    either_hall: Hall, filer: System
) -> None:
    number = file_restaurant(filer, LI)["number"]
    with either_hall.app.app_context():
        item = application_row(number).items[0]
        values = {"application_id": item.application_id, "position": 50, "item_id": item.item_id}
        values["edition_id"] = other_edition(item).id
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"), database.transaction() as session:
            session.execute(insert(ApplicationItem).values(values))


def requirement_values(application_item_id: int, edition_id: int, key: str) -> dict[str, Any]:
    return {
        "application_item_id": application_item_id,
        "edition_id": edition_id,
        "material_key": key,
        "name": "其他材料",
        "met_by": "seen",
    }


@pytest.mark.parametrize(("person", "scenario"), [(LI, LICENSED), (ZHANG, UNLICENSED)])
def test_the_answer_tells_what_is_read_back_later(
    either_hall: Hall, filer: System, person: DemoPerson, scenario: dict[str, str]
) -> None:
    body = request_body(filer, person, scenario)
    told = send(filer, body).get_json()
    assert send(filer, body).get_json() == told
    assert filer.get(f"/applications/{told['number']}").get_json() == {**told, "deliveries": []}
    waiting = [case for case in told["cases"] if case["waits_for"]]
    assert bool(waiting) == (scenario == UNLICENSED)


def test_the_same_request_again_gives_the_same_application(either_hall: Hall, filer: System) -> None:
    body = request_body(filer, LI)
    first, again = send(filer, body), send(filer, body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json()["number"] == again.get_json()["number"]
    with either_hall.app.app_context():
        assert row_count(Application) == 1
        assert row_count(Case) == 4


def test_another_request_under_the_same_key_is_refused(either_hall: Hall, filer: System) -> None:
    body = request_body(filer, LI)
    send(filer, body)
    changes: tuple[dict[str, Any], ...] = ({"phone": "13800138000"}, {"editions": {}}, {"consent": False})
    for change in changes:
        answer = send(filer, {**body, **change})
        assert (answer.status_code, answer.get_json()["code"]) == (422, "KeyReused")
    with either_hall.app.app_context():
        assert row_count(Application) == 1


def test_the_same_key_of_another_system_is_another_request(either_hall: Hall, filer: System) -> None:
    other = system(either_hall, "fire_rescue")
    assert file_restaurant(filer, LI)["number"] != file_restaurant(other, LI)["number"]


def test_eight_at_once_with_one_key_make_one_application(either_hall: Hall, filer: System) -> None:
    body = request_body(filer, LI)
    desks = [System(either_hall.app.test_client(), filer.token) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda desk: send(desk, body), desks))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_json()["number"] for answer in answers}) == 1
    with either_hall.app.app_context():
        assert (row_count(Application), row_count(Case), row_count(Paper)) == (1, 4, 3)


def test_a_file_is_given_to_one_of_several_applications_at_once(either_hall: Hall, filer: System) -> None:
    body = request_body(filer, LI)
    desks = [System(either_hall.app.test_client(), filer.token) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda one: send(one[1], body, f"restaurant-{one[0]}"), enumerate(desks)))
    assert sorted(answer.status_code for answer in answers) == [201, 404, 404, 404]
    with either_hall.app.app_context():
        assert (row_count(Application), row_count(Case)) == (1, 4)


def test_a_file_that_vanishes_during_filing_is_told_and_nothing_is_filed(
    either_hall: Hall, filer: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = request_body(filer, LI)

    def vanish() -> None:
        with either_hall.app.app_context(), database.transaction() as session:
            session.execute(delete(Attachment))

    run_before(monkeypatch, dispatch, "plan_cases", vanish)
    answer = send(filer, body)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "AttachmentNotFound")
    with either_hall.app.app_context():
        assert row_count(Application) == 0


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda hall: cancel(hall, LI_HOLDER, "business-licence"), id="a certificate has gone"),
        pytest.param(lambda hall: publish_again(hall, "SPJY-XB"), id="a guide has changed"),
    ],
)
def test_sending_again_is_harmless_whatever_has_changed_meanwhile(
    either_hall: Hall, filer: System, change: Callable[[Hall], object]
) -> None:
    body = request_body(filer, LI)
    first = send(filer, body)
    change(either_hall)
    again = send(filer, body)
    assert again.status_code == 201, again.text
    assert again.get_json()["number"] == first.get_json()["number"]


def test_sending_again_is_harmless_also_when_a_guide_was_withdrawn_meanwhile(
    either_hall: Hall, filer: System
) -> None:
    body = request_body(filer, LI)
    first = send(filer, body)
    with either_hall.app.app_context(), database.transaction() as session:
        withdraw_edition(session, catalog.current_edition(session, "SPJY-XB"), now=utc_now())
    again = send(filer, body)
    assert again.status_code == 201, again.text
    assert again.get_json() == first.get_json()
    other = send(filer, {**body, "phone": "13800138000"})
    assert (other.status_code, other.get_json()["code"]) == (422, "KeyReused")
    newer = send(filer, body, key="restaurant-2")
    assert (newer.status_code, newer.get_json()["code"]) == (404, "OfferNotFound")


def test_a_request_made_from_an_older_edition_is_answered_with_what_changed(
    either_hall: Hall, filer: System
) -> None:
    body = request_body(filer, LI)
    publish_again(either_hall, "SPJY-XB")
    answer = send(filer, body)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "OfferChanged")
    settled = send(filer, {**body, "editions": {**body["editions"], "SPJY-XB": 2}})
    assert settled.status_code == 201, settled.text


def test_filing_more_takes_no_more_writes(either_hall: Hall, filer: System) -> None:
    cases = {"four": (LI, LICENSED), "more materials": (LI, INSPECTED), "five": (ZHANG, UNLICENSED)}
    sent: dict[str, list[str]] = {}
    for name, (person, scenario) in cases.items():
        body = request_body(filer, person, scenario)
        with hall_statements(either_hall) as sent[name]:
            assert send(filer, body, f"key-of-{name}".replace(" ", "-")).status_code == 201
    tables = {name: Counter(table_of(statement) for statement in writes(sent[name])) for name in cases}
    for name in ("four", "five"):
        tables[name] -= Counter(FOR_A_PROMISE)
    for name in cases:
        assert set(tables[name].values()) == {1}, tables[name]
    assert set(tables["four"]) == set(tables["more materials"]) == set(tables["five"]) - {"case_wait"}
    assert len(sent["more materials"]) <= MOST_STATEMENTS
    assert len(sent["four"]) == len(sent["more materials"]) + len(FOR_A_PROMISE)
    # What waits for the registration, and the streets of which its form asks one.
    assert len(sent["five"]) <= len(sent["four"]) + 2


def table_of(statement: str) -> str:
    """The table that a statement writes to."""
    return statement.replace("INTO ", "").split()[1]


@pytest.mark.parametrize("missing", ["answers", "attachments", "scenario"])
def test_what_is_missing_is_named_and_nothing_is_filed(
    either_hall: Hall, filer: System, missing: str
) -> None:
    answer = send(filer, {**request_body(filer, LI), missing: {}})
    assert answer.status_code == 422
    assert answer.get_json()["errors"]
    with either_hall.app.app_context():
        assert row_count(Application) == 0


def test_what_nobody_asked_for_is_refused(either_hall: Hall, filer: System) -> None:
    body = request_body(filer, LI)
    given = next(iter(body["attachments"].values()))
    body["attachments"]["health-certificate"] = given
    answer = send(filer, body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "MaterialNotInGuide")


def test_a_name_as_long_as_a_guide_allows_can_be_filed(either_hall: Hall, filer: System) -> None:
    scenario = {"cause": "retirement"}
    publish_again(either_hall, "GJJ-TQ", name="长" * 300, material_name="材" * 300)
    application = file_restaurant(filer, ZHANG, scenario, "GJJ-TQ", consent=False)
    assert application["cases"][0]["item_name"] == "长" * 300
