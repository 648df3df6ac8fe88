"""The window terminal: a clerk finds the same guides and files for a person present."""

from flask import Flask

from services_hall.windows import browsing, filings, writing
from services_hall.windows.blueprint import blueprint

PAGES = (browsing, writing, filings)


def init_app(app: Flask) -> None:
    """Registers the terminal with the pages of its modules."""
    app.register_blueprint(blueprint)
