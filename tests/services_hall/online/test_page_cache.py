"""Cached pages: no statement, no cookie, equal for all visitors, at most one second old."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from guides import catalog
from guides.models import GuideEdition
from services_hall.clock import utc_now
from services_hall.database import db, transaction
from services_hall.online.page_cache import PageCache
from services_hall.web.access import SESSION_COOKIE
from tests.support import editions
from tests.support.hall import Hall
from tests.support.sql_statements import record_statements

GUIDE = "/guides/SPJY-XB"


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def application(hall: Hall) -> Flask:
    """The application with its own databases, so that guides can change."""
    return hall.app


@pytest.fixture
def visitor(application: Flask) -> FlaskClient:
    """A visitor who is not signed in."""
    return application.test_client()


@pytest.fixture
def clock(application: Flask) -> Clock:
    """The clock of the hall's page cache."""
    clock = Clock()
    application.wsgi_app = PageCache(application, application.wsgi_app._inner, monotonic=clock)  # type: ignore[attr-defined, method-assign]
    return clock


@pytest.fixture
def queries(application: Flask) -> Iterator[list[str]]:
    """Every statement sent to the hall's database."""
    with application.app_context():
        engine: Engine = db.engine
    with record_statements(engine) as sent:
        yield sent


def change(application: Flask, code: str, name: str) -> None:
    """Publishes a new edition of a guide with another name, approved by a second person."""
    with application.app_context(), transaction() as session:
        content = {**catalog.current_edition(session, code).content, "name": name}
        editions.published_edition(session, GuideEdition, content, now=utc_now())


def test_a_kept_page_costs_no_query_and_sets_no_cookie(
    visitor: FlaskClient, clock: Clock, queries: list[str]
) -> None:
    first = visitor.get(GUIDE)
    queries.clear()
    second = visitor.get(GUIDE)
    assert queries == []
    assert second.data == first.data
    assert "Set-Cookie" not in second.headers
    assert second.headers["Cache-Control"] == "no-cache"
    assert "Content-Security-Policy" in second.headers


def test_the_feed_is_looked_at_once_a_second(visitor: FlaskClient, clock: Clock, queries: list[str]) -> None:
    visitor.get(GUIDE)
    clock.seconds += 1.0
    queries.clear()
    for _ in range(5):
        visitor.get(GUIDE)
    assert len([statement for statement in queries if "guide_counter" in statement]) == 1


def test_who_has_the_page_is_told_so(visitor: FlaskClient, clock: Clock) -> None:
    etag = visitor.get(GUIDE).headers["ETag"]
    answer = visitor.get(GUIDE, headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.data == b""
    assert answer.headers["ETag"] == etag
    assert visitor.get(GUIDE, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_page_is_sent_compressed_to_those_who_can_read_it(visitor: FlaskClient, clock: Clock) -> None:
    plain = visitor.get(GUIDE)
    packed = visitor.get(GUIDE, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) / 3


def test_head_answers_without_a_body(visitor: FlaskClient, clock: Clock) -> None:
    length = visitor.get(GUIDE).headers["Content-Length"]
    answer = visitor.head(GUIDE)
    assert answer.data == b""
    assert answer.headers["Content-Length"] == length


def test_a_new_edition_is_seen_within_a_second(
    application: Flask, visitor: FlaskClient, clock: Clock
) -> None:
    before = visitor.get(GUIDE)
    change(application, "SPJY-XB", "食品经营许可（新版）")
    clock.seconds += 1.0
    after = visitor.get(GUIDE, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "食品经营许可（新版）" in after.get_data(as_text=True)


def test_a_change_of_one_guide_leaves_the_others_kept(
    application: Flask, visitor: FlaskClient, clock: Clock, queries: list[str]
) -> None:
    visitor.get("/guides/JZZ-SL")
    visitor.get("/")
    change(application, "SPJY-XB", "食品经营许可（新版）")
    clock.seconds += 1.0
    visitor.get("/healthz")
    queries.clear()
    visitor.get("/guides/JZZ-SL")
    assert queries == []
    assert "食品经营许可（新版）" in visitor.get("/").get_data(as_text=True)


def test_a_page_made_while_its_guide_changed_is_not_kept(
    application: Flask, visitor: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = application.wsgi_app
    assert isinstance(cache, PageCache)
    inner = cache._inner

    def slow(environ: dict[str, Any], start_response: Any) -> Any:
        made = list(inner(environ, start_response))
        change(application, "SPJY-XB", "食品经营许可（新版）")
        clock.seconds += 1.0
        cache._freshen()
        return made

    monkeypatch.setattr(cache, "_inner", slow)
    assert "新版" not in visitor.get(GUIDE).get_data(as_text=True)
    monkeypatch.setattr(cache, "_inner", inner)
    assert "新版" in visitor.get(GUIDE).get_data(as_text=True)


def test_each_display_has_its_own_kept_page(visitor: FlaskClient, clock: Clock) -> None:
    plain = visitor.get(GUIDE)
    visitor.set_cookie("hall_elder", "1")
    large = visitor.get(GUIDE)
    assert large.headers["ETag"] != plain.headers["ETag"]
    assert visitor.get(GUIDE).data == large.data
    assert "Cookie" in large.headers["Vary"]


def test_a_page_with_a_question_in_its_address_is_not_kept(visitor: FlaskClient, clock: Clock) -> None:
    assert "ETag" not in visitor.get(f"{GUIDE}?district=420102000000").headers
    assert visitor.get(GUIDE).headers["ETag"]


def test_what_is_not_there_is_not_kept(visitor: FlaskClient, clock: Clock) -> None:
    assert visitor.get("/guides/NONE").status_code == 404
    assert "ETag" not in visitor.get("/guides/NONE").headers


def test_a_stale_session_cookie_changes_nothing_on_a_kept_page(visitor: FlaskClient, clock: Clock) -> None:
    plain = visitor.get(GUIDE)
    visitor.set_cookie(SESSION_COOKIE, "nobody's")
    assert visitor.get(GUIDE).data == plain.data
