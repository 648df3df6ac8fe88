"""Set-up of templates for the pages of every channel: components, wording, languages, assets, display."""

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from services_hall.core import site_settings
from services_hall.presentation import languages, role_names, template_filters
from services_hall.presentation.search_snippets import snippet
from services_hall.web import assets, display

COMPONENTS = "govuk_frontend_jinja"
HOTLINE = "12345"
"""The hotline of governments (政务服务便民热线), one number in the whole country."""


class PageTemplate(Template):
    """A template whose macros are imported without comparing names when all globals are the environment's.

    Every macro of the components imports others; Jinja compares the names of the globals one by one at each
    import, which was a quarter of the time of a large page.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if ctx is not None and self.environment.globals.keys() >= ctx.globals_keys:
            ctx = None
        return super()._get_default_module(ctx)


def init_app(app: Flask) -> None:
    """Prepares the templates of an application whose settings are loaded."""
    with app.app_context():
        name, is_demo = site_settings().site_name, site_settings().is_loopback
        publisher = site_settings().publisher
    own = app.jinja_loader
    components = PrefixLoader({COMPONENTS: PackageLoader(COMPONENTS)})
    app.jinja_loader = ChoiceLoader([own, components] if own else [components])
    app.jinja_env.template_class = PageTemplate
    app.jinja_env.globals.update(
        site_name=languages.site_name(name), is_demo=is_demo, publisher=publisher, hotline=HOTLINE
    )
    languages.init_app(app)
    assets.init_app(app)
    display.init_app(app)
    template_filters.init_app(app)
    app.add_template_filter(snippet)
    role_names.init_app(app)
