"""Headers of every response, form tokens, limits, error pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guides.errors import DraftInvalid, FieldProblem, GuideNotFound
from guides.terms.faults import TermsFault
from services_hall.app import create_app
from services_hall.identity import Role
from services_hall.identity.errors import NotAllowed, SignInBusy
from services_hall.presentation.error_messages import ERROR_MESSAGES
from services_hall.web import rate_limits
from services_hall.web.access import PUBLIC, SESSION_COOKIE, access
from services_hall.web.headers import content_policy
from services_hall.web.problems import problem_of
from tests.support.sign_in_site import SIGN_IN_PAGE, form_token


def directives(policy: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in policy.split("; ")}


@pytest.mark.parametrize("path", [SIGN_IN_PAGE, "/nowhere", "/identity/jwks", "/api/v1/nowhere", "/healthz"])
def test_every_answer_bears_the_headers(stranger: FlaskClient, path: str) -> None:
    headers = stranger.get(path).headers
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert len(headers.getlist("Content-Security-Policy")) == 1


def test_forms_may_lead_to_named_places_only() -> None:
    assert directives(content_policy("https://id.example"))["form-action"] == ["'self'", "https://id.example"]


def test_the_sign_in_page_is_kept_by_no_cache(stranger: FlaskClient) -> None:
    assert stranger.get(SIGN_IN_PAGE).headers["Cache-Control"] == "no-store"


def test_private_pages_are_kept_by_no_cache(empty_hall: Flask, role_tokens: dict[Role, str]) -> None:
    browser = empty_hall.test_client()
    browser.set_cookie(SESSION_COOKIE, role_tokens[Role.RESIDENT])
    assert browser.get("/my/").headers["Cache-Control"] == "no-store"
    assert browser.get("/nowhere").headers["Cache-Control"] == "no-store"


def test_no_page_of_the_entrance_has_inline_scripts_or_styles(stranger: FlaskClient) -> None:
    page = stranger.get(SIGN_IN_PAGE).text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\bsrc=)", page)


def test_a_form_without_its_token_is_refused_with_a_way_back(stranger: FlaskClient) -> None:
    answer = stranger.post("/identity/sign-out", headers={"Referer": "http://localhost/guides/?q=1"})
    assert answer.status_code == 400
    assert "页面停留太久" in answer.text
    assert 'href="/guides/?q=1"' in answer.text


def test_a_form_of_another_site_gets_no_link_back_to_it(stranger: FlaskClient) -> None:
    answer = stranger.post("/identity/sign-out", headers={"Referer": "https://evil.example/trap"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_too_many_wrong_passwords_are_stopped_for_that_name_alone(empty_hall: Flask) -> None:
    rate_limits.limiter.reset()
    browser = empty_hall.test_client()
    form = {
        "username": "zhang",
        "password": "wrong",
        "csrf_token": form_token(browser.get(SIGN_IN_PAGE).text),
    }
    answers = [browser.post(SIGN_IN_PAGE, data=form).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert browser.post(SIGN_IN_PAGE, data=form | {"username": "li"}).status_code == 422
    rate_limits.limiter.reset()


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("unix:", "unix:"),
    ],
)
def test_all_addresses_of_one_network_at_home_count_as_one(
    empty_hall: Flask, given: str, counted: str
) -> None:
    with empty_hall.test_request_context(environ_base={"REMOTE_ADDR": given}):
        assert rate_limits.address() == counted


def test_reading_is_never_limited(stranger: FlaskClient) -> None:
    assert {stranger.get("/identity/jwks").status_code for _ in range(700)} == {200}


def test_every_problem_has_its_words_and_a_status() -> None:
    for problem in ERROR_MESSAGES.values():
        assert problem.status >= 400


def test_an_error_is_told_by_its_own_class_before_its_base() -> None:
    assert problem_of(GuideNotFound("X")).status == 404
    assert problem_of(NotAllowed()).status == 403
    assert problem_of(RuntimeError()).status == 500


@pytest.fixture
def troubled(empty_hall: Flask) -> FlaskClient:
    """A site with some pages that fail."""
    app = create_app(empty_hall.extensions["hall.settings"])
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/busy")
    @access(PUBLIC)
    def busy() -> str:
        raise SignInBusy

    @app.get("/broken")
    @access(PUBLIC)
    def broken() -> str:
        raise RuntimeError("42010218850607001X must not be shown")

    @app.get("/api/v1/wrong")
    @access(PUBLIC)
    def wrong() -> str:
        raise DraftInvalid({"name": [FieldProblem(TermsFault.MISSING)]})

    return app.test_client()


def test_a_busy_page_comes_again_by_itself(troubled: FlaskClient) -> None:
    answer = troubled.get("/busy")
    assert answer.status_code == 503
    assert answer.headers["Refresh"]
    assert answer.headers["Retry-After"]


def test_a_broken_page_says_so_and_shows_nothing_else(troubled: FlaskClient) -> None:
    answer = troubled.get("/broken")
    assert answer.status_code == 500
    assert "系统出了点问题" in answer.text
    assert "must not be shown" not in answer.text


def test_programs_get_problem_documents_that_name_the_fields(troubled: FlaskClient) -> None:
    answer = troubled.get("/api/v1/wrong")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "DraftInvalid"
    assert answer.json["errors"] == {"name": ["必须填写。"]}
    assert answer.json["status"] == 422
    missing = troubled.get("/api/v1/nowhere")
    assert missing.status_code == 404
    assert missing.json["title"]


def test_a_page_that_is_not_there_offers_search_and_home(stranger: FlaskClient) -> None:
    answer = stranger.get("/nowhere")
    assert answer.status_code == 404
    assert 'action="/search"' in answer.text
    assert 'href="/"' in answer.text
    wrong_method = stranger.delete("/identity/jwks")
    assert wrong_method.status_code == 405
    assert "GET" in wrong_method.headers["Allow"]
