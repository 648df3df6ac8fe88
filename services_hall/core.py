"""The hall without its pages: settings, keys, databases and encrypted files for commands and jobs."""

from typing import Final

from flask import Flask, current_app

from certificate_store.encryption import EncryptedFiles, KeyRing, install_keyring
from services_hall import database
from services_hall.settings import Settings

SETTINGS: Final = "hall.settings"


def create_core(settings: Settings) -> Flask:
    """An application without a route; a process that makes papers stays small with it."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions[SETTINGS] = settings
    install_keyring(KeyRing.parse(settings.keyring))
    database.init_app(app, settings)
    return app


def encrypted_files() -> EncryptedFiles:
    """The folder of encrypted uploads, papers and certificates."""
    return EncryptedFiles(site_settings().files_dir)


def site_settings() -> Settings:
    """The settings that the running application was made with."""
    settings = current_app.extensions[SETTINGS]
    assert isinstance(settings, Settings)  # noqa: S101 - extensions are untyped
    return settings
