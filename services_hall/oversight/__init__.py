"""Oversight: supervisors see every clock and change nothing."""

from flask import Flask

from services_hall.oversight.dashboard import blueprint


def init_app(app: Flask) -> None:
    """Registers the pages of supervision."""
    app.register_blueprint(blueprint)
