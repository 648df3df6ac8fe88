"""The online hall: the pages for residents and organisations."""

from flask import Flask

from services_hall.online import (
    about_pages,
    account_page,
    application_form,
    application_page,
    apply_again,
    contact_page,
    form_files,
    grants,
    guide_pdf,
    joint_applications,
    members,
    my_pages,
    notices,
    progress_page,
    public_hearings,
    public_pages,
    representations,
    terms_page,
    topic_pages,
    verification_page,
)
from services_hall.online.page_cache import PageCache

BLUEPRINTS = (
    public_pages.blueprint,
    topic_pages.blueprint,
    about_pages.blueprint,
    guide_pdf.blueprint,
    form_files.blueprint,
    grants.blueprint,
    public_hearings.blueprint,
    verification_page.blueprint,
    application_form.blueprint,
    my_pages.blueprint,
    notices.blueprint,
    progress_page.blueprint,
    representations.blueprint,
    joint_applications.blueprint,
    members.blueprint,
    account_page.blueprint,
    contact_page.blueprint,
    terms_page.blueprint,
    application_page.blueprint,
    apply_again.blueprint,
)


def init_app(app: Flask) -> None:
    """Registers the pages, and the cache of public pages in front of the application."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.wsgi_app = PageCache(app, app.wsgi_app)  # type: ignore[method-assign]
