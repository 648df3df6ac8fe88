"""The OpenAPI document is valid and names every route."""

import re

from openapi_spec_validator import validate

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


def test_what_needs_a_token_says_so(hall: Hall) -> None:
    document = stranger(hall).get("/openapi.json").get_json()
    assert document["components"]["securitySchemes"]["agency_system"]["type"] == "oauth2"
    assert document["paths"]["/api/v1/applications"]["post"]["security"] == [{"agency_system": ["hall"]}]
    assert "security" not in document["paths"]["/api/v1/guides"]["get"]


def test_the_page_lists_every_operation(hall: Hall) -> None:
    page = stranger(hall).get("/docs")
    assert page.status_code == 200
    assert "/api/v1/cases/{number}/decision" in page.text


def test_the_page_of_operations_knows_who_is_signed_in(hall: Hall) -> None:
    li = hall.sign_in("li")
    assert "李样例" in li.get("/api/v1/docs").text
    assert "李样例" not in hall.visitor().get("/api/v1/docs").text
    assert li.get("/api/v1/docs").headers["Cache-Control"] == "no-store"
