"""Pages for supervisors: the deadlines of all agencies, overdue cases, age of guides; orders to bodies."""

from flask import Flask

from services_hall.oversight import cases, dashboard, orders
from services_hall.oversight.blueprint import blueprint

__all__ = ["blueprint", "cases", "dashboard", "init_app", "orders"]


def init_app(app: Flask) -> None:
    """Registers the pages of supervision."""
    app.register_blueprint(blueprint)
