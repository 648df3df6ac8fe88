"""The online hall: the pages for residents and organisations."""

from flask import Flask

from services_hall.online import applying, browsing, guide_pdf, personal, verifying
from services_hall.online.page_cache import PageCache

BLUEPRINTS = (
    browsing.blueprint,
    guide_pdf.blueprint,
    verifying.blueprint,
    applying.blueprint,
    personal.blueprint,
)


def init_app(app: Flask) -> None:
    """Registers the pages and puts the kept public ones before the application."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.wsgi_app = PageCache(app, app.wsgi_app)  # type: ignore[method-assign]
