"""Access to the API: no token, an invalid one, the wrong role, on every non-public route."""

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from services_hall.web.access import PUBLIC, declared_access
from tests.support.agency_systems import (
    System,
    person_with_token,
    stranger,
    system,
)
from tests.support.hall import Hall


def guarded_routes(hall: Hall) -> Iterator[tuple[str, str]]:
    """Method and path of every non-public API route, with placeholders for its ids."""
    for rule in hall.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            declared = declared_access(hall.app, rule.endpoint, method)
            if rule.rule.startswith("/api/") and PUBLIC not in (declared or ()):
                yield method, path_of(rule)


def path_of(rule: Rule) -> str:
    built = rule.build(dict.fromkeys(rule.arguments, "1"))
    assert built is not None
    return built[1]


def ask(program: System, method: str, path: str) -> TestResponse:
    return program.client.open(path, method=method, headers=program.headers())


def assert_problem(answer: TestResponse, status: int) -> None:
    """The response is a problem document (RFC 9457) with this status and must not be cached."""
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json()
    assert {"type", "title", "status", "detail", "code"} <= set(told)
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert answer.headers["Cache-Control"] == "no-store"


def test_there_are_guarded_routes(hall: Hall) -> None:
    assert len(list(guarded_routes(hall))) >= 11


@pytest.mark.parametrize("token", ["", "no-token-of-ours", "x" * 5_000])
def test_without_a_good_token_nobody_enters(hall: Hall, token: str) -> None:
    for method, path in guarded_routes(hall):
        answer = ask(System(hall.app.test_client(), token), method, path)
        assert_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_another_kind_of_credentials_is_no_token(hall: Hall) -> None:
    client = hall.app.test_client()
    for method, path in guarded_routes(hall):
        assert_problem(client.open(path, method=method, headers={"Authorization": "Basic YTpi"}), 401)


@pytest.mark.parametrize("username", ["li", "chen", "bianji", "shenhe", "jiancha", "guanli", "zhengzhao"])
def test_a_token_of_another_role_is_refused(hall: Hall, username: str) -> None:
    program = person_with_token(hall, username)
    for method, path in guarded_routes(hall):
        assert_problem(ask(program, method, path), 403)


def test_a_browsers_session_opens_no_api_route(hall: Hall) -> None:
    browser = hall.sign_in("chuangkou")
    for method, path in guarded_routes(hall):
        assert browser.client.open(path, method=method).status_code == 401


def test_a_clerk_files_and_an_officer_decides_but_neither_does_the_others_work(hall: Hall) -> None:
    clerk, officer = person_with_token(hall, "chuangkou"), person_with_token(hall, "shichang")
    assert clerk.get("/cases").status_code == 403
    assert officer.get("/cases").status_code == 200
    assert officer.post("/waiver-checks", {}).status_code == 403
    assert clerk.post("/waiver-checks", {}).status_code == 422


def test_what_is_not_there_and_what_cannot_be_done_are_problem_documents(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    assert_problem(market.get("/nothing-here"), 404)
    assert_problem(market.get("/guides/NO-SUCH"), 404)
    assert_problem(market.get("/scenarios/NO-SUCH"), 404)
    assert_problem(market.get("/guides/SPJY-XB/editions/99"), 404)
    put = ask(market, "PUT", "/api/v1/cases")
    assert_problem(put, 405)
    assert "GET" in put.headers["Allow"]


def test_public_routes_need_no_token(hall: Hall) -> None:
    somebody = stranger(hall)
    for path in ("/guides", "/guides/SPJY-XB", "/guides/SPJY-XB/editions/1", "/guide-changes", "/search"):
        assert somebody.get(path).status_code == 200
