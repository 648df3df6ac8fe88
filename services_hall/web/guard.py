"""Puts the guards before every request, in order: who may enter, what can be read, forms, limits."""

from flask import Flask

from services_hall.web import access, csrf, headers, limits, own_address, problems, proxies, readable
from services_hall.web.current import site_settings


def init_app(app: Flask) -> None:
    """Guards the application; every channel is registered afterwards."""
    with app.app_context():
        settings = site_settings()
    proxies.init_app(app, settings)
    own_address.init_app(app, settings)
    problems.init_app(app)
    access.init_app(app)
    readable.init_app(app)
    csrf.init_app(app, settings)
    limits.init_app(app, settings)
    headers.init_app(app, settings)
