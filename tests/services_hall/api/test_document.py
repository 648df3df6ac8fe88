"""The OpenAPI document is valid and names every route."""

import re

import pytest
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate

from services_hall.api.chinese import EXAMPLES, SUMMARIES
from services_hall.presentation.languages import COOKIE
from tests.support.agency_systems import stranger
from tests.support.hall import Hall

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def test_the_document_validates(hall: Hall) -> None:
    validate(stranger(hall).get("/openapi.json").get_json())


def test_the_document_names_every_route_with_a_sentence(hall: Hall) -> None:
    document = stranger(hall).get("/openapi.json").get_json()
    listed = {
        (method.upper(), path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in {"get", "post", "put", "delete", "patch"}
    }
    routes = {
        (method, ARGUMENT.sub(r"{\1}", rule.rule))
        for rule in hall.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") and rule.endpoint not in {"api_docs", "api-docs.openapi_json"}
    }
    assert set(listed) == routes
    assert all(operation["summary"] for operation in listed.values())


def test_every_operation_is_described_in_chinese(hall: Hall) -> None:
    document = stranger(hall).get("/openapi.json").get_json()
    names = {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation["summary"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in {"get", "post"}
    }
    assert names == SUMMARIES


def test_every_example_of_a_body_fits_its_schema(hall: Hall) -> None:
    document = stranger(hall).get("/openapi.json").get_json()
    for name, example in EXAMPLES.items():
        method, _, path = name.partition(" ")
        operation = document["paths"][f"/api/v1{path}"][method.lower()]
        content = operation["requestBody"]["content"]["application/json"]
        assert content["example"] == example
        schema = {**content["schema"], "components": document["components"]}
        OAS30Validator(schema).validate(example)
        with pytest.raises(ValidationError):
            OAS30Validator(schema).validate({**example, "no-such-field": 1})


def test_what_needs_a_token_says_so(hall: Hall) -> None:
    document = stranger(hall).get("/openapi.json").get_json()
    assert document["components"]["securitySchemes"]["agency_system"]["type"] == "oauth2"
    assert document["paths"]["/api/v1/applications"]["post"]["security"] == [{"agency_system": ["hall"]}]
    assert "security" not in document["paths"]["/api/v1/guides"]["get"]


def test_the_page_lists_every_operation(hall: Hall) -> None:
    page = stranger(hall).get("/docs")
    assert page.status_code == 200
    assert "/api/v1/cases/{number}/decision" in page.text
    assert SUMMARIES["GET /case-changes"] in page.text
    client = stranger(hall).client
    client.set_cookie(COOKIE, "en")
    english = client.get("/api/v1/docs").text
    assert SUMMARIES["GET /case-changes"] not in english
    assert "each change exactly once" in english


def test_the_page_of_operations_knows_who_is_signed_in(hall: Hall) -> None:
    li = hall.sign_in("li")
    assert "李样例" in li.get("/api/v1/docs").text
    assert "李样例" not in hall.visitor().get("/api/v1/docs").text
    assert li.get("/api/v1/docs").headers["Cache-Control"] == "no-store"
