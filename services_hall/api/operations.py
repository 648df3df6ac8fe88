"""The blueprint class of the API: one declaration an operation, bodies of storable JSON only."""

import json
from collections.abc import Callable, Collection
from typing import Any, Final, Literal, NoReturn, TypeVar

import flask
import flask_smorest
from marshmallow import Schema
from webargs.flaskparser import FlaskParser, abort

from guides.errors import FieldProblem
from services_hall.identity import Permission, Role
from services_hall.identity.roles import roles_that_may
from services_hall.presentation.request_messages import RequestFault
from services_hall.web.access import PUBLIC, Entry, access

SURROGATE: Final = b"\\ud"
BEARER: Final = [{"agency_system": ["hall"]}]
ANYBODY: Final = frozenset({PUBLIC})
FILERS: Final = roles_that_may(Permission.FILE_FOR_OTHERS)
HANDLERS: Final = roles_that_may(Permission.HANDLE_CASES)

View = TypeVar("View", bound=Callable[..., Any])


class CarefulParser(FlaskParser):
    """Rejects a body with too deep nesting, or with numbers or characters that cannot be stored."""

    def _raw_load_json(self, req: flask.Request) -> Any:
        data = req.get_data(cache=True)
        try:
            document = super()._raw_load_json(req)
            if SURROGATE in data.lower():
                json.dumps(document, ensure_ascii=False, default=str).encode()
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise
        except (RecursionError, ValueError) as error:
            self._refuse(error)
        return document

    def _handle_invalid_json_error(
        self, error: Exception, req: flask.Request, *args: Any, **kwargs: Any
    ) -> NoReturn:
        abort(400, exc=error, messages={"json": [FieldProblem(RequestFault.NOT_JSON)]})

    def _refuse(self, error: Exception) -> NoReturn:
        raise json.JSONDecodeError(type(error).__name__, "{", 0) from None


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no type information
    """A blueprint of the API; each schema of its requests is built once, not for each request."""

    ARGUMENTS_PARSER = CarefulParser()

    def operation(
        self,
        path: str,
        answer: type[Schema] | Schema | None,
        *,
        roles: Collection[Role | Entry] = ANYBODY,
        method: Literal["GET", "POST"] = "GET",
        status: int = 200,
        headers: type[Schema] | None = None,
        query: type[Schema] | None = None,
        files: type[Schema] | None = None,
        json: type[Schema] | None = None,
        media_type: str = "application/pdf",
    ) -> Callable[[View], View]:
        """Registers an operation whose summary is the first line of its docstring.

        Without `answer` it returns a file of `media_type`. `headers`, `query`, `files` and `json` are the
        schemas of parts of the request; the loaded parts are the function's first arguments, in this order.
        """
        request_schemas = {"headers": headers, "query": query, "files": files, "json": json}

        def register(view: View) -> View:
            content_type = None if answer else media_type
            described = self.response(status, answer, content_type=content_type)(view)
            for location, schema in reversed(request_schemas.items()):
                if schema is not None:
                    described = self.arguments(schema(), location=location)(described)
            described = access(*roles)(described)
            if roles != ANYBODY:
                described = self.doc(security=BEARER)(described)
            self.route(path, methods=[method])(described)
            return view

        return register
