"""The application without web pages (settings, keys, databases, encrypted files), for commands and jobs."""

from typing import Final

from flask import Flask, current_app

from certificate_store.encryption import EncryptedFiles, KeyRing, install_keyring
from services_hall import database
from services_hall.published_settings import PublishedSettings
from services_hall.settings import Settings

SETTINGS: Final = "hall.settings"
PUBLISHED: Final = "hall.published_settings"


def create_core(settings: Settings) -> Flask:
    """An application without routes; keeps the worker process small."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions[SETTINGS] = settings
    app.extensions[PUBLISHED] = PublishedSettings(settings)
    install_keyring(KeyRing.parse(settings.keyring))
    database.init_app(app, settings)
    return app


def encrypted_files() -> EncryptedFiles:
    """The folder of encrypted uploads, papers and certificates."""
    return EncryptedFiles(site_settings().files_dir)


def site_settings() -> Settings:
    """The settings of the running application, as its environment has them."""
    settings = current_app.extensions[SETTINGS]
    assert isinstance(settings, Settings)  # noqa: S101 - extensions are untyped
    return settings


def published_settings() -> PublishedSettings:
    """The settings with what an administrator wrote in their place, for texts that people read."""
    published = current_app.extensions[PUBLISHED]
    assert isinstance(published, PublishedSettings)  # noqa: S101 - extensions are untyped
    return published
