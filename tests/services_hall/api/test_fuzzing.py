"""Random requests: every operation responds as documented, and never with a server error."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.support.agency_systems import System, system
from tests.support.hall import Hall
from tests.support.restaurant import BUNDLE, LI, case_of, file_restaurant

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
TRIED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def program(postgres_hall: Hall) -> System:
    """An agency's system; on PostgreSQL, which rejects more values than SQLite."""
    return system(postgres_hall, "market_supervision")


def test_every_operation_answers_as_the_document_says(program: System) -> None:
    application = file_restaurant(program, LI)
    known = {
        "/api/v1/applications/{number}": {"number": application["number"]},
        "/api/v1/cases/{number}": {"number": case_of(application, "SPJY-XB")["number"]},
        "/api/v1/scenarios/{code}": {"code": BUNDLE},
        "/api/v1/guides/{code}/editions/{number}": {"code": "SPJY-XB", "number": 1},
        "/api/v1/guides/{code}": {"code": "SPJY-XB"},
    }
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", program.client.application)
    tried = set()
    for result in document.get_all_operations():
        operation = result.ok()
        tried.add(operation.label)
        ids = next((each for path, each in known.items() if operation.path.startswith(path)), None)
        try_out(operation, program, ids)
    assert len(tried) >= 17


def try_out(operation: Any, program: System, ids: dict[str, Any] | None) -> None:
    """Sends valid and invalid requests to one operation, half of them for existing objects."""

    @TRIED
    @given(
        operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), booleans()
    )
    def answers(case: schemathesis.Case, exists: bool) -> None:
        if exists and ids:
            case.path_parameters = ids
        case.call_and_validate(headers=program.headers(), checks=CHECKS)

    answers()
