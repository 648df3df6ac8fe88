"""Set-up of templates for the pages of every channel: components, wording, languages, assets, display."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel.speaklater import LazyString
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.local import LocalProxy

from services_hall.core import published_settings, site_settings
from services_hall.presentation import languages, role_names, template_filters
from services_hall.presentation.search_snippets import snippet
from services_hall.web import assets, display
from services_hall.web.page_templates import PageContext, PageTemplate

COMPONENTS = "govuk_frontend_jinja"
HOTLINE = "12345"
"""The hotline of governments (政务服务便民热线), one number in the whole country."""


def page_addresses(app: Flask) -> Callable[..., str]:
    """Flask's `url_for` for templates; an address without values is the same on all pages and built once."""
    known: dict[str, str] = {}

    def url_for(endpoint: str, **values: Any) -> str:
        if values or endpoint.startswith("."):
            return app.url_for(endpoint, **values)
        if endpoint not in known:
            known[endpoint] = app.url_for(endpoint)
        return known[endpoint]

    return url_for


def init_app(app: Flask) -> None:
    """Prepares the templates of an application whose settings are loaded."""
    with app.app_context():
        is_demo, settings = site_settings().is_loopback, published_settings()
    own = app.jinja_loader
    components = PrefixLoader({COMPONENTS: PackageLoader(COMPONENTS)})
    app.jinja_loader = ChoiceLoader([own, components] if own else [components])
    app.jinja_env.template_class, app.jinja_env.context_class = PageTemplate, PageContext
    app.jinja_env.globals.update(
        site_name=LazyString(lambda: languages.site_name(settings.current().site_name)),
        publisher=LocalProxy(lambda: settings.current().publisher),
        is_demo=is_demo,
        hotline=HOTLINE,
    )
    app.jinja_env.globals["url_for"] = page_addresses(app)
    languages.init_app(app)
    assets.init_app(app)
    display.init_app(app)
    template_filters.init_app(app)
    app.add_template_filter(snippet)
    role_names.init_app(app)
