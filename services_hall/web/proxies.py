"""The address of a visitor behind proxies: as many hops of X-Forwarded-For as the site trusts, no more."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from services_hall.settings import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Reads the address that the outermost trusted proxy saw; whatever a client claims stands before it.

    Scheme, host and prefix are never taken from a request: they are the settings'.
    """
    if settings.trusted_proxies:
        trusted = ProxyFix(
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )
        app.wsgi_app = trusted  # type: ignore[method-assign]
