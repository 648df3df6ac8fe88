"""Read-only pages for supervisors: the deadlines of all agencies."""

from flask import Flask

from services_hall.oversight.dashboard import blueprint


def init_app(app: Flask) -> None:
    """Registers the pages of supervision."""
    app.register_blueprint(blueprint)
