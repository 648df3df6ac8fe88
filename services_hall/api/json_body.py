"""The blueprint class of the API, with a parser that accepts only JSON that can be stored."""

import json
from typing import Any, Final, NoReturn

import flask
import flask_smorest
from marshmallow import Schema
from webargs.flaskparser import FlaskParser, abort

from guides.errors import FieldProblem
from services_hall.presentation.request_messages import RequestFault

SURROGATE: Final = b"\\ud"


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

    def arguments(self, schema: type[Schema], **options: Any) -> Any:
        """Declares the schema of a request's part, see flask-smorest."""
        return super().arguments(schema(), **options)
