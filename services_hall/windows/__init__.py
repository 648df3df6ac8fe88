"""The window terminal: a clerk finds the same guides and files for a person present."""

from flask import Flask

from services_hall.windows import applying, filings, guide_pages
from services_hall.windows.blueprint import blueprint

PAGES = (guide_pages, applying, filings)


def init_app(app: Flask) -> None:
    """Registers the terminal with the pages of its modules."""
    app.register_blueprint(blueprint)
