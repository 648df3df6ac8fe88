"""The guide desk: editing of guides and bundles by editors, approval and publication by approvers."""

from flask import Flask

from services_hall.guide_desk import (
    approval_routes,
    draft_routes,
    edition_routes,
    form_routes,
)
from services_hall.guide_desk.blueprint import blueprint

PAGES = (approval_routes, draft_routes, form_routes, edition_routes)


def init_app(app: Flask) -> None:
    """Registers the guide desk with the pages of its modules."""
    app.register_blueprint(blueprint)
