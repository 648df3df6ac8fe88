"""The hall without its pages: settings, keys and databases, as commands and jobs need them."""

from typing import Final

from flask import Flask

from certificate_store.encryption import KeyRing, install
from services_hall import database
from services_hall.settings import Settings

SETTINGS: Final = "hall.settings"


def create_core(settings: Settings) -> Flask:
    """An application without a route; a process that makes papers stays small with it."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions[SETTINGS] = settings
    install(KeyRing.parse(settings.keyring))
    database.init_app(app, settings)
    return app
