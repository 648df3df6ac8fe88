"""Sign-in pages, and the protocol routes of the hall's own identity provider."""

from flask import Flask

from services_hall.entrance import password_routes, provider_routes, recovery_routes, sign_in_routes
from services_hall.entrance.blueprint import blueprint

__all__ = ["blueprint", "init_app"]


def init_app(app: Flask) -> None:
    """Register the routes, the protocol server and the hall's OpenID client."""
    provider_routes.init_app(app)
    sign_in_routes.init_app(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(recovery_routes.blueprint)
    app.register_blueprint(password_routes.blueprint)
