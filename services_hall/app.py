"""The application: wiring only."""

from flask import Flask

from certificate_store import vault
from services_hall import database
from services_hall.settings import Settings

SETTINGS = "hall.settings"


def create_app(settings: Settings | None = None) -> Flask:
    """The hall as a WSGI application; raises SettingsInvalid when a setting is wrong."""
    settings = settings or Settings.read()
    app = Flask(__name__)
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions[SETTINGS] = settings
    vault.install(vault.KeyRing.parse(settings.keyring))
    database.init_app(app, settings)
    return app
