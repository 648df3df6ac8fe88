"""Puts the guards before every request, in their order: who may enter, form protection, limits."""

from flask import Flask

from services_hall.web import access, csrf, headers, limits, problems
from services_hall.web.current import site_settings


def init_app(app: Flask) -> None:
    """Guards the application; every channel is registered afterwards."""
    with app.app_context():
        settings = site_settings()
    problems.init_app(app)
    access.init_app(app)
    csrf.init_app(app, settings)
    limits.init_app(app, settings)
    headers.init_app(app, settings)
