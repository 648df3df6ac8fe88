"""Pages of papers as HTML, from which their PDF files are rendered."""

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from certificate_store.certificate_pages import css_string
from services_hall.documents.texts import PaperText

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates" / "papers"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["css_string"] = css_string


def paper_page(text: PaperText, *, qr_code: Markup | str, notice: str = "") -> str:
    """The page of one paper; `notice` says what it is not, and a preview has no QR code."""
    return _TEMPLATES.get_template("paper.html").render(paper=text, qr_code=qr_code, notice=notice)
