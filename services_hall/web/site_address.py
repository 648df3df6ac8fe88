"""The site's own address behind a proxy that terminates TLS, from the settings and never from a request."""

from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask

from services_hall.settings import Settings

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class OwnAddress:
    """Sets the base URL on every request, because a proxy forwards it without TLS and under any name."""

    def __init__(self, inner: WsgiApp, base_url: str) -> None:
        parts = urlsplit(base_url)
        self.inner: Final = inner
        self.scheme: Final = parts.scheme
        self.host: Final = parts.netloc

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = self.scheme, self.host
        return self.inner(environ, start_response)


def init_app(app: Flask, settings: Settings) -> None:
    """Applies to https sites, which are behind such a proxy; a site on loopback has several names."""
    if settings.is_https:
        app.wsgi_app = OwnAddress(app.wsgi_app, settings.base_url)  # type: ignore[method-assign]
