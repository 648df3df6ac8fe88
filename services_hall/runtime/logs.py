"""Logging as text or JSON, with the request's id and without personal data."""

import json
import logging
import re
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

from flask import Flask, Response, g, has_request_context, request

from services_hall.settings import Settings

REQUEST_ID: Final = "X-Request-Id"
_GOOD_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
NOISY: Final = (
    "httpx",
    "httpcore",
    "weasyprint",
    "fontTools",
    "pyhanko",
    "pyhanko_certvalidator",
    "alembic",
    "celery.worker.strategy",
    "celery.app.trace",
)
SLOW_SECONDS: Final = 1.0
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
requests = logging.getLogger("services_hall.requests")


def configure(settings: Settings) -> None:
    """Send all log output to standard error, in the configured format."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.ERROR)


class TextLines(logging.Formatter):
    """One readable line: instant, level, request, message, then the error without its message."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record."""
        entry = log_fields(record)
        words = [str(entry.pop(name)) for name in ("at", "level", "logger", "message")]
        error = entry.pop("error", "")
        more = [f"{name}={value}" for name, value in entry.items()]
        return " ".join([*words, *more]) + (f"\n{error}" if error else "")


class JsonLines(logging.Formatter):
    """One JSON object per line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record."""
        return json.dumps(log_fields(record), ensure_ascii=False, default=str)


def log_fields(record: logging.LogRecord) -> dict[str, Any]:
    """The logged fields of a record, by name."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    entry = {
        "at": at,
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }
    if has_request_context():
        entry["request"] = request_id()
    entry |= getattr(record, "facts", {})
    if record.exc_info and record.exc_info[0] is not None:
        entry["error"] = exception_name(record.exc_info[0], record.exc_info[2])
    return entry


def exception_name(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Class and location of an error; its message may contain personal data and is left out."""
    frames = traceback.extract_tb(trace)
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([*lines, f"  {kind.__module__}.{kind.__qualname__}"])


def init_app(app: Flask) -> None:
    """Log each request that changes something, fails or is slow; other requests are only counted.

    The line contains the matched rule, never the address or any input.
    """
    app.logger.addFilter(_name_rule)
    app.before_request(_start_timer)
    app.after_request(_log_request)


def request_id() -> str:
    """The id of this request: from the client's header, or a new one, created on first use."""
    if "request_id" not in g:
        header = request.headers.get(REQUEST_ID, "")
        g.request_id = header if _GOOD_ID.fullmatch(header) else secrets.token_hex(8)
    value: str = g.request_id
    return value


def _name_rule(record: logging.LogRecord) -> bool:
    """Replace the address by the rule in Flask's log record about an unexpected error."""
    if has_request_context() and str(record.msg).startswith(f"Exception on {request.path}"):
        record.msg = f"Exception on {_rule()} [{request.method}]"
    return True


def _rule() -> str:
    return request.url_rule.rule if request.url_rule else "(none)"


def _start_timer() -> None:
    g.request_began = time.perf_counter()


def _log_request(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("request_began", time.perf_counter())
    is_plain = request.method in _READS and response.status_code < 400 and seconds < SLOW_SECONDS
    if not is_plain:
        response.headers[REQUEST_ID] = request_id()
        facts = {"status": response.status_code, "ms": round(seconds * 1_000, 1)}
        requests.info("%s %s", request.method, _rule(), extra={"facts": facts})
    elif "request_id" in g or REQUEST_ID in request.headers:
        response.headers[REQUEST_ID] = request_id()
    return response
