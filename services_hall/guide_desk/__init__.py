"""The guide desk: editors write guides and bundles, approvers let them into force."""

from flask import Flask

from services_hall.guide_desk import approving, editing, guide_form, looking
from services_hall.guide_desk.blueprint import blueprint

PAGES = (approving, editing, guide_form, looking)


def init_app(app: Flask) -> None:
    """Registers the guide desk with the pages of its modules."""
    app.register_blueprint(blueprint)
