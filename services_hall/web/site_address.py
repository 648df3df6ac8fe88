"""The site's own address behind a proxy that ends TLS: as the settings say it, never as a request claims."""

from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask

from services_hall.settings import Settings

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class OwnAddress:
    """Tells every request that it came to the base URL; a proxy passes it on without TLS, under any name."""

    def __init__(self, inner: WsgiApp, base_url: str) -> None:
        parts = urlsplit(base_url)
        self.inner: Final = inner
        self.scheme: Final = parts.scheme
        self.host: Final = parts.netloc

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = self.scheme, self.host
        return self.inner(environ, start_response)


def init_app(app: Flask, settings: Settings) -> None:
    """Sites on https stand behind such a proxy; one on loopback is reached under several names."""
    if settings.is_https:
        app.wsgi_app = OwnAddress(app.wsgi_app, settings.base_url)  # type: ignore[method-assign]
