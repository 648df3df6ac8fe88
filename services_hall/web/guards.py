"""Registration of the checks that run before every request, in their order."""

from flask import Flask

from services_hall.core import site_settings
from services_hall.web import (
    access,
    csrf,
    headers,
    problems,
    proxies,
    rate_limits,
    request_limits,
    site_address,
    text_gate,
)


def init_app(app: Flask) -> None:
    """Registers the checks; channels must be registered afterwards."""
    with app.app_context():
        settings = site_settings()
    proxies.init_app(app, settings)
    site_address.init_app(app, settings)
    problems.init_app(app)
    access.init_app(app)
    request_limits.init_app(app)
    text_gate.init_app(app)
    csrf.init_app(app, settings)
    rate_limits.init_app(app, settings)
    headers.init_app(app, settings)
