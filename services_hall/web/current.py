"""The running application's settings."""

from typing import Final

from flask import current_app

from services_hall.settings import Settings

SETTINGS: Final = "hall.settings"


def site_settings() -> Settings:
    """The settings that the running application was made with."""
    settings = current_app.extensions[SETTINGS]
    assert isinstance(settings, Settings)  # noqa: S101 - extensions are untyped
    return settings
