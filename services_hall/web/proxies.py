"""The visitor's address behind proxies, from as many hops of X-Forwarded-For as the site trusts."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from services_hall.settings import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Uses the address that the outermost trusted proxy saw; earlier entries can be forged by the client.

    Scheme, host and prefix never come from a request; they are defined by the settings.
    """
    if settings.trusted_proxies:
        trusted = ProxyFix(
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )
        app.wsgi_app = trusted  # type: ignore[method-assign]
