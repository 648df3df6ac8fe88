"""Responses to errors: a page or a problem document with the message of the error."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed, default_exceptions

from services_hall.presentation.error_messages import (
    ERROR_MESSAGES,
    ErrorMessage,
    error_message,
    http_message,
)
from services_hall.presentation.messages import texts_of
from services_hall.web.access import is_api, way_back

logger = logging.getLogger(__name__)

PROBLEM_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 2


def problem_of(error: Exception) -> ErrorMessage:
    """The message of an error: by its class, or for HTTP errors by their status."""
    if isinstance(error, HTTPException) and type(error) not in ERROR_MESSAGES and error.code is not None:
        return http_message(error.code)
    return error_message(error)


def init_app(app: Flask) -> None:
    """Registers handlers for every error of the table and for every HTTP error.

    They are also registered by status number, because such handlers precede those that extensions register
    for all HTTP errors.
    """
    kinds: list[type[Exception] | int] = [*ERROR_MESSAGES, *default_exceptions, HTTPException]
    for kind in kinds:
        app.register_error_handler(kind, answer)


def answer(error: Exception, more: Mapping[str, Any] | None = None) -> ResponseReturnValue:
    """The page or the problem document for an error, with further members of the document."""
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    problem = problem_of(error)
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        logger.warning("answered %s for %s", int(problem.status), type(error).__name__)
    response = document(error, problem, more or {}) if is_api() else page(problem)
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(_hints(error, problem))
    return response


def _hints(error: Exception, problem: ErrorMessage) -> dict[str, str]:
    """Response headers that tell a program or a browser what to do next."""
    hints: dict[str, str] = {}
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        hints["Retry-After"] = str(RETRY_SECONDS)
        if request.method == "GET" and not is_api():
            hints["Refresh"] = str(RETRY_SECONDS)
    if problem.status == HTTPStatus.UNAUTHORIZED and is_api():
        hints["WWW-Authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        hints["Allow"] = ", ".join(error.valid_methods)
    return hints


def document(error: Exception, problem: ErrorMessage, more: Mapping[str, Any]) -> Response:
    """The problem document of RFC 9457; `code` identifies the error, `errors` the invalid fields."""
    members: dict[str, Any] = {
        "type": "about:blank",
        "title": str(problem.title),
        "status": int(problem.status),
        "detail": str(problem.advice),
        "code": type(error).__name__,
        **more,
    }
    if fields := _fields(error, problem):
        members["errors"] = texts_of(fields)
    response = jsonify(members)
    response.status_code = problem.status
    response.content_type = PROBLEM_TYPE
    return response


def _fields(error: Exception, problem: ErrorMessage) -> Any:
    """The invalid fields with their messages, if the error contains them."""
    if problem.details is not None:
        return problem.details(error)
    details = getattr(error, "data", None)  # from the API's own validation
    if isinstance(details, Mapping):
        return details.get("errors") or details.get("messages")
    return None


def page(problem: ErrorMessage) -> Response:
    """The page for an error, with a link to continue; a minimal page if rendering fails."""
    values = {"problem": problem, "back": way_back(), "status": int(problem.status)}
    try:
        text = render_template("entrance/problem.html", **values)
    except Exception:
        logger.exception("the page for a problem could not be made")
        text = f"<!DOCTYPE html><meta charset=utf-8><title>{problem.title}</title><p>{problem.title}</p>"
    return Response(text, problem.status, content_type="text/html; charset=utf-8")
