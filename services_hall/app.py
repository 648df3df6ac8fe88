"""The application: wiring only."""

from typing import Final

from flask import Flask

from certificate_store import vault
from services_hall import api, database, entrance, logs, online, operations
from services_hall.settings import Settings
from services_hall.web import guard, pages, progress

SETTINGS: Final = "hall.settings"


def create_app(settings: Settings | None = None) -> Flask:
    """The hall as a WSGI application; raises SettingsInvalid when a setting is wrong."""
    settings = settings or Settings.read()
    app = Flask(__name__)
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions[SETTINGS] = settings
    vault.install(vault.KeyRing.parse(settings.keyring))
    database.init_app(app, settings)
    logs.init_app(app)
    guard.init_app(app)
    pages.init_app(app)
    progress.init_app(app)
    operations.init_app(app)
    for channel in (entrance, api, online):
        channel.init_app(app)
    return app
