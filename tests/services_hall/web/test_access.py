"""Access: every route declares the permitted roles, and exactly these roles may enter."""

from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from services_hall.app import create_app
from services_hall.identity import Role
from services_hall.web.access import PUBLIC, SESSION_COOKIE, SIGNED_IN, access, declared_access
from tests.support.routes import METHODS, path_of, routes


def test_every_route_declares_who_may_enter(empty_hall: Flask) -> None:
    undeclared = [
        f"{method} {rule.rule}"
        for rule, method in routes(empty_hall)
        if declared_access(empty_hall, rule.endpoint, method) is None
    ]
    assert undeclared == []


def test_a_route_that_declares_nothing_is_refused(empty_hall: Flask) -> None:
    app = create_app(empty_hall.extensions["hall.settings"])
    app.add_url_rule("/forgotten", view_func=lambda: "open to all")
    answer = app.test_client().get("/forgotten")
    assert answer.status_code == 500
    assert "open to all" not in answer.text


@pytest.mark.parametrize("who", [(), (PUBLIC, Role.RESIDENT), (PUBLIC, SIGNED_IN)])
def test_a_declaration_names_roles_or_one_way_in(who: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="name roles"):
        access(*who)  # type: ignore[arg-type]


def guarded(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule, method in routes(app)
        if PUBLIC not in (declared_access(app, rule.endpoint, method) or ())
    ]


def test_strangers_are_sent_to_sign_in_or_told_to_by_the_api(
    empty_hall: Flask, stranger: FlaskClient
) -> None:
    for rule, method in guarded(empty_hall):
        answer = stranger.open(path_of(rule), method=method)
        if rule.rule.startswith("/api/"):
            assert answer.status_code == 401, f"{method} {rule.rule}"
            assert answer.content_type == "application/problem+json"
        else:
            assert answer.status_code == 303, f"{method} {rule.rule}"
            assert answer.headers["Location"].startswith("/identity/sign-in?next=")
        assert answer.headers["Cache-Control"] == "no-store"


# fmt: off
AREAS = {
    "my":                     {"resident", "legal_person"},
    "apply":                  {"resident", "legal_person"},
    "window":                 {"window_clerk"},
    "desk":                   {"agency_officer"},
    "head":                   {"agency_head"},
    "guide-desk":             {"guide_editor", "guide_approver"},
    "oversight":              {"supervisor"},
    "administration":         {"administrator"},
    "api/v1/applications":    {"window_clerk", "agency_system"},
    "api/v1/attachments":     {"window_clerk", "agency_system"},
    "api/v1/papers":          {"window_clerk", "agency_officer", "agency_system"},
    "api/v1/files":           {"window_clerk", "agency_officer", "agency_system"},
    "api/v1/waiver-checks":   {"window_clerk", "agency_system"},
    "api/v1/case-changes":    {"agency_officer", "agency_system"},
    "api/v1/cases":           {"window_clerk", "agency_officer", "agency_system"},
    "api/v1/opinions":        {"agency_officer", "agency_system"},
    "api/v1/certificates":    {"agency_system"},
}
# fmt: on
"""Written a second time by hand: who works in which part of the hall; every other part is open to all."""


def test_each_part_of_the_hall_is_open_to_its_people_only(empty_hall: Flask) -> None:
    found: dict[str, set[str]] = {}
    for rule, method in guarded(empty_hall):
        declared = declared_access(empty_hall, rule.endpoint, method) or frozenset()
        depth = 4 if rule.rule.startswith("/api/") else 2
        part = "/".join(rule.rule.split("/")[1:depth])
        if declared != {SIGNED_IN}:
            found.setdefault(part, set()).update(str(role) for role in declared)
    assert found == AREAS


def test_each_role_is_let_in_where_the_route_says(empty_hall: Flask, role_tokens: dict[Role, str]) -> None:
    """An invented id may give any other status; only refusals of access count."""
    for (rule, method), role in product(guarded(empty_hall), Role):
        if rule.rule.startswith("/api/") or method not in {"GET", "POST"}:
            continue
        declared = declared_access(empty_hall, rule.endpoint, method) or frozenset()
        browser = empty_hall.test_client()
        browser.set_cookie(SESSION_COOKIE, role_tokens[role])
        answer = browser.open(path_of(rule), method=method)
        let_in = role in declared or SIGNED_IN in declared
        assert (answer.status_code != 403) is let_in, f"{role}: {method} {rule.rule}: {answer.status_code}"


def test_a_session_cookie_opens_nothing_of_the_api(empty_hall: Flask, role_tokens: dict[Role, str]) -> None:
    browser = empty_hall.test_client()
    browser.set_cookie(SESSION_COOKIE, role_tokens[Role.AGENCY_OFFICER])
    for rule, method in guarded(empty_hall):
        if rule.rule.startswith("/api/"):
            assert browser.open(path_of(rule), method=method).status_code == 401, rule.rule


def test_a_made_up_bearer_token_is_refused_even_where_all_may_read(stranger: FlaskClient) -> None:
    answer = stranger.get("/api/v1/cases", headers={"Authorization": "Bearer made-up"})
    assert answer.status_code == 401
    assert stranger.get("/api/v1/cases", auth=("someone", "secret")).status_code == 401


def test_every_method_is_walked(empty_hall: Flask) -> None:
    assert {method for _, method in routes(empty_hall)} <= METHODS
    assert len(routes(empty_hall)) > 20
