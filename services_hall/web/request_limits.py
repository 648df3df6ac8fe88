"""Limits for requests before they are parsed: bounded size, no null characters."""

from typing import Final

from flask import Flask, Request, abort, request
from werkzeug.routing import IntegerConverter, Map

from services_hall.web.access import is_api

LARGEST_TEXT: Final = 1024 * 1024
LARGEST_UPLOAD: Final = 64 * 1024 * 1024
LARGEST_NUMBER: Final = 2**31 - 1
LARGEST_ID: Final = 2**62
NULL: Final = "\x00"


class BoundedIntegerConverter(IntegerConverter):
    """An integer in a path; values beyond the range of the database columns do not match."""

    def __init__(self, url_map: Map, max: int = LARGEST_NUMBER, **options: int) -> None:
        super().__init__(url_map, max=max, **options)  # type: ignore[arg-type]  # options of this converter


def init_app(app: Flask) -> None:
    """Limits the size of every request; must be registered before any code that reads forms."""
    app.url_map.converters["int"] = BoundedIntegerConverter
    app.before_request(refuse_unreadable)


def refuse_unreadable() -> None:
    """Answers 413 for too large a request, 400 for null characters, which PostgreSQL cannot store."""
    is_upload = request.mimetype == "multipart/form-data"
    request.max_content_length = LARGEST_UPLOAD if is_upload else LARGEST_TEXT
    if NULL in request.path or _has_null(request):
        abort(400)


def _has_null(sent: Request) -> bool:
    if "%00" in sent.query_string.decode("latin-1"):
        return True
    if sent.method != "POST" or is_api():
        return False
    return any(NULL in text for texts in sent.form.listvalues() for text in texts)


def after() -> int | None:
    """The id after which a keyset page begins, from the address; None without a valid id."""
    number = request.args.get("after", type=int)
    return number if number is not None and 0 <= number <= LARGEST_ID else None
