"""The officers' desks: pages for the cases of an agency and place, and actions on them."""

from flask import Flask

from services_hall.desks import (
    absences,
    bulk_acceptance,
    case_pages,
    examination,
    head_pages,
    hearing_registrations,
    list_export,
    opinions,
    orders,
    saved_views,
)
from services_hall.desks.actions import THEMES
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role

PAGES = (
    case_pages,
    bulk_acceptance,
    hearing_registrations,
    opinions,
    orders,
    saved_views,
    list_export,
    examination,
    *THEMES,
)
absences.add_pages(blueprint, Role.AGENCY_OFFICER, "desks/desk.html")
absences.add_pages(head_pages.blueprint, Role.AGENCY_HEAD, "desks/head.html")


def init_app(app: Flask) -> None:
    """Registers the desk with the pages of its modules, and the pages of the head."""
    app.register_blueprint(blueprint)
    app.register_blueprint(head_pages.blueprint)
