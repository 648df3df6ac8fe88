"""The window terminal: a clerk finds guides and files applications for a person who is present."""

from flask import Flask

from services_hall.windows import (
    application_form,
    certificates,
    collections,
    filings,
    guide_pages,
    joint_applications,
    last_look,
    person_change,
    supplements,
    whole_page,
)
from services_hall.windows.blueprint import blueprint

PAGES = (
    guide_pages,
    application_form,
    certificates,
    filings,
    supplements,
    joint_applications,
    collections,
    whole_page,
    person_change,
    last_look,
)
blueprint.register_blueprint(application_form.form)


def init_app(app: Flask) -> None:
    """Registers the terminal with the pages of its modules."""
    app.register_blueprint(blueprint)
