"""Papers as PDF/A-3b; heavy, so imported only by the process that renders."""

from pathlib import Path
from typing import Any, Final, NoReturn

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from certificate_store.rendering import PDF_VARIANT, qr_svg
from services_hall.applications.paper_content import Sheet

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates" / "papers"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_FONTS: Final = FontConfiguration()


def render_sheet(sheet: Sheet) -> bytes:
    """The unsigned PDF of one paper."""
    page = _TEMPLATES.get_template("paper.html").render(sheet=sheet, qr_code=qr_svg(sheet.verify_url))
    document = HTML(string=page, url_fetcher=_refuse)
    return bytes(document.write_pdf(font_config=_FONTS, pdf_variant=PDF_VARIANT))


def _refuse(url: str, *_args: Any, **_options: Any) -> NoReturn:
    raise ValueError(f"a paper fetches nothing, asked for {url[:40]}")
