"""Protection of forms against cross-site requests."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from services_hall.settings import Settings
from services_hall.web.access import is_api


class FormProtection(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no type information
    """Checks the token of every form; exempts bearer tokens, which browsers do not send automatically."""

    def protect(self, apply_exemptions: bool = False) -> Any:
        return None if is_api() else super().protect(apply_exemptions=apply_exemptions)


csrf = FormProtection()

Route = TypeVar("Route", bound=Callable[..., Any])


def open_to_programs(route: Route) -> Route:
    """Exempts a route that is used by programs with their own credentials, not by browsers."""
    csrf.exempt(route)
    return route


def init_app(app: Flask, settings: Settings) -> None:
    """Enables the protection; a form token is valid as long as the browser's session."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config["SESSION_COOKIE_NAME"] = "__Host-hall_form" if settings.is_https else "hall_form"
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["SESSION_COOKIE_SECURE"] = settings.is_https
    csrf.init_app(app)
