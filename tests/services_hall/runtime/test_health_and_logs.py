"""Health, metrics and logs: no personal data."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services_hall import database
from services_hall.database import transaction
from services_hall.jobs.outbox import enqueue
from services_hall.runtime import health, logs
from services_hall.settings import Settings
from tests.support.small_hall import make_app


@pytest.fixture
def hall(site: Settings) -> Iterator[Flask]:
    app = make_app(site)
    logs.init_app(app)
    health.init_app(app)

    @app.route("/people/<number>", methods=["GET", "POST"])
    def people(number: str) -> str:
        if number == "42010619900101999X":
            raise ValueError("王小明")
        return "ok"

    with app.app_context():
        yield app
        database.db.session.remove()
        database.db.engine.dispose()
        database.certificate_engine(app).dispose()


@pytest.fixture
def visitor(hall: Flask) -> FlaskClient:
    return hall.test_client()


def test_a_hall_that_lives_and_is_ready_says_so(visitor: FlaskClient) -> None:
    assert visitor.get("/healthz").json == {"status": "ok"}
    answer = visitor.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": "ok", "store": "ok", "migrations": "ok"}


def test_a_hall_without_its_store_is_not_ready_but_lives(visitor: FlaskClient, site: Settings) -> None:
    store = site.data_dir / "certificates.db"
    store.unlink()
    store.mkdir()
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json and answer.json["store"]) == (503, "failed")
    assert visitor.get("/healthz").status_code == 200


def test_requests_are_counted_by_rule_and_jobs_by_status(visitor: FlaskClient) -> None:
    with transaction() as session:
        enqueue(session, "papers.render", {})
    visitor.get("/people/420106199001011234?name=王小明")
    figures = visitor.get("/metrics").text
    assert 'hall_request_seconds_count{method="GET",rule="/people/<number>",status="200"} 1.0' in figures
    assert 'hall_jobs{status="waiting"} 1.0' in figures
    assert "420106199001011234" not in figures


@pytest.mark.parametrize("form", [logs.TextLines(), logs.JsonLines()], ids=["text", "json"])
def test_the_line_of_a_request_names_its_rule_and_nobody(
    visitor: FlaskClient, caplog: pytest.LogCaptureFixture, form: logging.Formatter
) -> None:
    with caplog.at_level(logging.INFO):
        answer = visitor.post("/people/420106199001011234?name=王小明", data={"phone": "13800000000"})
    lines = "\n".join(form.format(record) for record in caplog.records)
    assert "POST /people/<number>" in lines
    assert answer.headers[logs.REQUEST_ID]
    for secret in ("420106199001011234", "王小明", "13800000000"):
        assert secret not in lines


def test_the_trace_of_an_error_tells_where_and_not_what(
    visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert visitor.get("/people/42010619900101999X").status_code == 500
    lines = [json.loads(logs.JsonLines().format(record)) for record in caplog.records]
    errors = [line["error"] for line in lines if "error" in line]
    assert len(errors) == 1
    assert "ValueError" in errors[0]
    assert Path(__file__).name in errors[0]
    written = json.dumps(lines, ensure_ascii=False)
    assert "Exception on /people/<number> [GET]" in written
    assert "王小明" not in written
    assert "42010619900101999X" not in written


def test_a_request_keeps_the_id_that_a_proxy_gave_it(visitor: FlaskClient) -> None:
    assert (
        visitor.get("/healthz", headers={logs.REQUEST_ID: "abcdef-123456"}).headers[logs.REQUEST_ID]
        == "abcdef-123456"
    )
    spoiled = visitor.get("/healthz", headers={logs.REQUEST_ID: "<script>"}).headers[logs.REQUEST_ID]
    assert spoiled != "<script>"


def test_what_is_only_read_writes_no_line(visitor: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        visitor.get("/people/1")
    assert [record for record in caplog.records if record.name == "services_hall.requests"] == []
