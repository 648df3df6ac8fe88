"""What the hall writes down while it runs: text or JSON, with the request's id and nothing personal."""

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
    """Let everything be written to standard error, in the form that the site chose."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.ERROR)


class TextLines(logging.Formatter):
    """One line for a person: instant, level, request, message, then the error without its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        entry = log_fields(record)
        words = [str(entry.pop(name)) for name in ("at", "level", "logger", "message")]
        error = entry.pop("error", "")
        more = [f"{name}={value}" for name, value in entry.items()]
        return " ".join([*words, *more]) + (f"\n{error}" if error else "")


class JsonLines(logging.Formatter):
    """One JSON object a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The object of one record."""
        return json.dumps(log_fields(record), ensure_ascii=False, default=str)


def log_fields(record: logging.LogRecord) -> dict[str, Any]:
    """What is written of a record, by name."""
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
    """Where an error came from and of what kind it is; its own words may hold names or numbers of people."""
    frames = traceback.extract_tb(trace)
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([*lines, f"  {kind.__module__}.{kind.__qualname__}"])


def init_app(app: Flask) -> None:
    """Write a line about each request that changes something, fails or is slow; what is only read is counted.

    The line names the rule that was met, never the address or what was typed.
    """
    app.logger.addFilter(_name_rule)
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """The id of this request: the one its sender gave, or a new one; made only when somebody asks."""
    if "request_id" not in g:
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if _GOOD_ID.fullmatch(given) else secrets.token_hex(8)
    value: str = g.request_id
    return value


def _name_rule(record: logging.LogRecord) -> bool:
    """Let the line about an unforeseen error name the rule, where Flask names the address."""
    if has_request_context() and str(record.msg).startswith(f"Exception on {request.path}"):
        record.msg = f"Exception on {_rule()} [{request.method}]"
    return True


def _rule() -> str:
    return request.url_rule.rule if request.url_rule else "(none)"


def _begin() -> None:
    g.request_began = time.perf_counter()


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("request_began", time.perf_counter())
    is_plain = request.method in _READS and response.status_code < 400 and seconds < SLOW_SECONDS
    if not is_plain:
        response.headers[REQUEST_ID] = request_id()
        facts = {"status": response.status_code, "ms": round(seconds * 1_000, 1)}
        requests.info("%s %s", request.method, _rule(), extra={"facts": facts})
    elif "request_id" in g or REQUEST_ID in request.headers:
        response.headers[REQUEST_ID] = request_id()
    return response
