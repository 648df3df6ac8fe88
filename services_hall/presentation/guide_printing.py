"""Rendering of guides for print; imported only by the rendering process, because it needs much memory."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from flask import current_app
from flask_babel import gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from certificate_store.certificate_faces import qr_svg
from certificate_store.certificate_pages import css_string
from certificate_store.pdf.rendering import pdf_of
from guides import catalog
from guides.enumerations import EditionStatus
from guides.models import GuideEdition
from services_hall.core import published_settings
from services_hall.database import end_reading, reading
from services_hall.documents import guide_files
from services_hall.jobs.runner import Effect, no_effect
from services_hall.presentation import guide_summary, languages, template_filters
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.key_facts import four_facts


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.filters.update(template_filters.FILTERS, css_string=css_string)
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # i18n's
    return environment


_TEMPLATES: Final = _environment()


def print_guide(payload: Mapping[str, Any]) -> Effect:
    """Renders the PDF of an edition if it is in force and the PDF does not exist."""
    edition = reading().get_one(GuideEdition, int(payload["edition_id"]))
    if edition.status == EditionStatus.CURRENT and not guide_files.path_of(edition).is_file():
        page = page_of(edition)
        end_reading()
        pdf = pdf_of(page)
        guide_files.store_pdf(reading().get_one(GuideEdition, int(payload["edition_id"])), pdf)
    return no_effect


def page_of(edition: GuideEdition) -> str:
    """The edition as a single HTML page without external resources, with the wording of its web page."""
    if "babel" not in current_app.extensions:  # the worker's application has no page templates
        languages.init_app(current_app)
    terms, settings = edition.terms, published_settings().current()
    address = f"{settings.base_url}/guides/{terms.code}"
    places = catalog.service_points(reading(), terms.code, None)
    return _TEMPLATES.get_template("papers/guide.html").render(
        edition=edition,
        terms=terms,
        bases=guide_summary.bases_by_key(terms),
        facts=four_facts(terms, len(places)),
        certificate_names=certificate_names(),
        site_name=settings.site_name,
        is_demo=settings.is_loopback,
        base_url=settings.base_url,
        address=address,
        qr_code=qr_svg(address),
    )
