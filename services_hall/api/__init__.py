"""The REST API under /api/v1, with its OpenAPI document."""

import threading
from typing import Any, Final

from flask import Flask, Response, current_app, json, render_template
from flask.typing import ResponseReturnValue
from flask_smorest import Api, Blueprint

from services_hall.api import (
    applications,
    case_acceptance,
    case_changes,
    case_clock,
    case_delivery,
    case_files,
    case_hearings,
    case_tolerance,
    case_work,
    cases,
    certificates,
    grant_ends,
    guides,
    opinions,
    schemas,
    waivers,
)
from services_hall.api.chinese import ENGLISH, describe
from services_hall.presentation.languages import SOURCE, chosen_locale
from services_hall.presentation.traditional import TRADITIONAL, traditional
from services_hall.web.access import API_PAGE, PUBLIC, access, declare
from services_hall.web.problems import PROBLEM_TYPE

PREFIX: Final = "/api/v1"
VERSION: Final = "1.0.0"
BLUEPRINTS: Final = (
    guides.blueprint,
    applications.blueprint,
    cases.blueprint,
    case_acceptance.blueprint,
    case_changes.blueprint,
    case_tolerance.blueprint,
    case_delivery.blueprint,
    case_files.blueprint,
    case_work.blueprint,
    case_hearings.blueprint,
    opinions.blueprint,
    case_clock.blueprint,
    grant_ends.blueprint,
    waivers.blueprint,
    certificates.blueprint,
)


SECURITY_SCHEME: Final = {
    "type": "oauth2",
    "description": "部门业务系统的标识和密钥（client credentials）；令牌 15 分钟有效，过期再取。",
    "flows": {"clientCredentials": {"tokenUrl": "/identity/token", "scopes": {"hall": "act in the hall"}}},
}


class HallApi(Api):  # type: ignore[misc]  # flask-smorest has no type information
    """The OpenAPI document with the hall's problem documents; error handlers come from the hall's table.

    The document is written when it is first asked for: writing it takes longer than all other routes
    together, and most processes of a site never need it.
    """

    ERROR_SCHEMA = schemas.ProblemDocument

    def __init__(self, app: Flask) -> None:
        self._blueprints: list[Blueprint] = []
        self._document: dict[str, Any] = {}
        self._lock = threading.Lock()
        super().__init__(app)

    def register_blueprint(self, blp: Blueprint, **options: Any) -> None:
        """Registers the routes; the document describes them later."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)
        self._blueprints.append(blp)

    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        with self._lock:
            if not self._document:
                self._document = self._write_document()
        return self._document

    def _write_document(self) -> dict[str, Any]:
        super()._init_spec(**self._spec_kwargs)
        self.spec.components.security_scheme("agency_system", SECURITY_SCHEME)
        for blueprint in self._blueprints:
            blueprint.register_views_in_doc(self, self._app, self.spec, name=blueprint.name, parameters=None)
            self.spec.tag({"name": blueprint.name, "description": blueprint.description})
        written: dict[str, Any] = self.spec.to_dict()
        describe(written, PREFIX)
        return written

    def _init_spec(self, **_options: Any) -> None:
        """Nothing yet: see `document`."""

    def _openapi_json(self) -> Response:
        text = json.dumps(self.document(), indent=2, sort_keys=False)
        return current_app.response_class(text, mimetype="application/json")

    def _register_error_handlers(self) -> None:
        """No handlers of the extension: the table in `web.problems` contains every error."""

    def _register_responses(self) -> None:
        own: str = Api.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_TYPE
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = own


def init_app(app: Flask) -> None:
    """Registers the routes of the API, its document and the page that lists its operations."""
    app.config.update(
        API_TITLE="政务服务大厅开放接口",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = HallApi(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=PREFIX)
    declare(app, "api-docs.openapi_json", PUBLIC)

    @app.get(f"{PREFIX}/docs", endpoint=API_PAGE)
    @access(PUBLIC)
    def docs() -> ResponseReturnValue:
        return render_template(
            "api/docs.html",
            paths=_operation_rows(api.document()),
            prefix=PREFIX,
            is_chinese=chosen_locale() in {SOURCE, TRADITIONAL},
        )


def _operation_rows(document: dict[str, object]) -> list[dict[str, str]]:
    """A row for each operation: method, path and purpose."""
    paths = document.get("paths")
    if not isinstance(paths, dict):
        return []
    return [
        {"method": method.upper(), "path": path, "summary": _purpose(operation)}
        for path, operations in paths.items()
        for method, operation in operations.items()
        if method in {"get", "post", "put", "delete"}
    ]


def _purpose(operation: dict[str, Any]) -> str:
    """The summary in the characters of the page, in English where the page is not Chinese."""
    locale = chosen_locale()
    summary: str = operation.get("summary" if locale in {SOURCE, TRADITIONAL} else ENGLISH, "")
    return traditional(summary) if locale == TRADITIONAL else summary
