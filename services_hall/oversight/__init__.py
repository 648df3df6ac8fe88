"""Pages for supervisors, read-only: the deadlines of all agencies, overdue cases, age of guides."""

from flask import Flask

from services_hall.oversight import dashboard


def init_app(app: Flask) -> None:
    """Registers the pages of supervision."""
    app.register_blueprint(dashboard.blueprint)
