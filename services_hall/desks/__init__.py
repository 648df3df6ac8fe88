"""The officers' desks: pages for the cases of an agency and place, and actions on them."""

from flask import Flask

from services_hall.desks import bulk_acceptance, case_pages, opinions
from services_hall.desks.actions import THEMES
from services_hall.desks.blueprint import blueprint

PAGES = (case_pages, bulk_acceptance, opinions, *THEMES)


def init_app(app: Flask) -> None:
    """Registers the desk with the pages of its modules."""
    app.register_blueprint(blueprint)
