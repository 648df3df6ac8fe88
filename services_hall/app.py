"""The application: wiring only."""

from flask import Flask

from services_hall import api, desks, entrance, guide_desk, logs, online, operations, oversight, windows
from services_hall.core import create_core
from services_hall.settings import Settings
from services_hall.web import guard, pages, progress


def create_app(settings: Settings | None = None) -> Flask:
    """The hall as a WSGI application; raises SettingsInvalid when a setting is wrong."""
    app = create_core(settings or Settings.read())
    logs.init_app(app)
    guard.init_app(app)
    pages.init_app(app)
    progress.init_app(app)
    operations.init_app(app)
    for channel in (entrance, api, online, windows, desks, guide_desk, oversight):
        channel.init_app(app)
    return app
