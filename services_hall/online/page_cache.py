"""In-process cache of public pages: no query, no session; feed and settings are looked at once a second."""

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from guides.editions import feed_head, guide_events
from services_hall.core import published_settings
from services_hall.database import reading
from services_hall.settings import Settings
from services_hall.web.access import SESSION_COOKIE
from services_hall.web.display import variant_of

CACHED_ITEMS: Final = "services_hall.keep_page"
CHECK_SECONDS: Final = 1.0
MOST_PAGES: Final = 512
MOST_EVENTS: Final = 200
SMALLEST_COMPRESSED: Final = 512
SESSION_MARK: Final = f"{SESSION_COOKIE}="
"""A part of the cookies of possibly signed-in visitors, whose pages differ and are never cached."""

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Key = tuple[str, bool, str]


@dataclass(frozen=True)
class Page:
    """A cached page; `items` are the guides that it shows, None when any change can affect it."""

    items: frozenset[str] | None
    etag: str
    body: bytes
    headers: Headers
    compressed: bytes
    compressed_headers: Headers
    unchanged_headers: Headers


def cache_page(items: Iterable[str] | None) -> None:
    """Marks this page as equal for all visitors until one of these guides (None: any) changes."""
    request.environ[CACHED_ITEMS] = (None if items is None else frozenset(items),)


class PageCache:
    """A WSGI layer in front of the application that answers requests for cached pages."""

    def __init__(
        self, app: Flask, inner: WsgiApp, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._inner = inner
        self._monotonic = monotonic
        self._pages: dict[Key, Page] = {}
        self._head: int | None = None
        self._settings: Settings | None = None
        self._checked_at = float("-inf")
        self._checking = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("QUERY_STRING") or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._inner(environ, start_response)
        if SESSION_MARK in environ.get("HTTP_COOKIE", ""):
            return self._inner(environ, start_response)
        if not self._freshen():
            return self._inner(environ, start_response)
        key = (environ["PATH_INFO"], *variant_of(environ.get("HTTP_COOKIE", "")))
        page = self._pages.get(key)
        if page is None:
            return self._make(key, environ, start_response)
        return send(page, environ, start_response)

    def _make(self, key: Key, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        head, settings = self._head, self._settings
        if environ["REQUEST_METHOD"] == "HEAD":
            return self._inner(environ, start_response)
        start = ResponseStart()
        body = self._inner(environ, start.start_response)
        if CACHED_ITEMS not in environ or not start.is_cacheable():
            start_response(start.status, start.headers, *start.error)
            return body
        try:
            page = make_page(b"".join(body), start.headers, environ[CACHED_ITEMS][0])
        finally:
            getattr(body, "close", lambda: None)()
        if head is not None and (head, settings) == (self._head, self._settings):
            self._store(key, page)
        return send(page, environ, start_response)

    def _store(self, key: Key, page: Page) -> None:
        while len(self._pages) >= MOST_PAGES:
            self._pages.pop(next(iter(self._pages)), None)
        self._pages[key] = page

    def _freshen(self) -> bool:
        """Checks the feed if the last check is a second old; False when the feed cannot be read.

        Does not wait while another thread checks.
        """
        if self._monotonic() - self._checked_at < CHECK_SECONDS or not self._checking.acquire(blocking=False):
            return True
        try:
            with self._app.app_context():
                self._look(reading())
            self._checked_at = self._monotonic()
        except SQLAlchemyError:
            self._app.logger.exception("the feed of guide changes cannot be read: no page is kept")
            self._head = None
            self._pages.clear()
            return False
        finally:
            self._checking.release()
        return True

    def _look(self, session: Session) -> None:
        settings = published_settings().look_up()
        if settings != self._settings:
            self._settings = settings
            self._drop(None)
        head = feed_head(session)
        if head != self._head:
            changed = self._changed_items(session, head)
            self._head = head
            self._drop(changed)

    def _changed_items(self, session: Session, head: int) -> frozenset[str] | None:
        if self._head is None or not 0 < head - self._head <= MOST_EVENTS:
            return None
        codes = [event.item_code for event in guide_events(session, after=self._head, limit=MOST_EVENTS)]
        return None if None in codes else frozenset(code for code in codes if code is not None)

    def _drop(self, changed: frozenset[str] | None) -> None:
        for key, page in list(self._pages.items()):
            if changed is None or page.items is None or page.items & changed:
                self._pages.pop(key, None)


class ResponseStart:
    """The status and headers with which the application started its response."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []
        self.error: tuple[Any, ...] = ()

    def start_response(self, status: str, headers: Headers, *error: Any) -> Callable[[bytes], object]:
        self.status, self.headers, self.error = status, headers, error
        return lambda data: None

    def is_cacheable(self) -> bool:
        """True for a complete page without content for a single visitor."""
        names = {name.lower(): value for name, value in self.headers}
        return (
            self.status.startswith("200")
            and "set-cookie" not in names
            and "no-store" not in names.get("cache-control", "")
        )


def make_page(body: bytes, headers: Headers, items: frozenset[str] | None) -> Page:
    """The cached page in both encodings with all its headers."""
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    replaced = {"content-length", "etag", "vary", "cache-control", "content-encoding", "x-request-id"}
    shared = [
        *((name, value) for name, value in headers if name.lower() not in replaced),
        ("ETag", etag),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Cache-Control", "no-cache"),
    ]
    compressed = gzip.compress(body, 6, mtime=0) if len(body) >= SMALLEST_COMPRESSED else body
    encoding = [("Content-Encoding", "gzip")] if compressed is not body else []
    return Page(
        items=items,
        etag=etag,
        body=body,
        headers=[*shared, ("Content-Length", str(len(body)))],
        compressed=compressed,
        compressed_headers=[*shared, *encoding, ("Content-Length", str(len(compressed)))],
        unchanged_headers=[pair for pair in shared if pair[0].lower() != "content-type"],
    )


def send(page: Page, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Sends the page, or 304 if the visitor already has it."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (page.etag[2:] in known or known.strip() == "*"):
        start_response("304 NOT MODIFIED", list(page.unchanged_headers))
        return ()
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body, headers = page.compressed, page.compressed_headers
    else:
        body, headers = page.body, page.headers
    start_response("200 OK", list(headers))
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)
