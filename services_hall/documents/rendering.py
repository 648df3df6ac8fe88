"""Rendering of papers as PDF/A-3b; imported only by the process that renders, because it is heavy."""

from pathlib import Path
from typing import Final

from certificate_store.certificate_faces import qr_svg
from certificate_store.pdf.rendering import (
    pdf_of,
    use_fonts,
)
from services_hall.documents.paper_pages import paper_page
from services_hall.documents.texts import PaperText

_HALL: Final = Path(__file__).parents[1]


def prepare() -> None:
    """Load the fonts once; this takes seconds, so a process does it before its first job."""
    use_fonts(_HALL / "static" / "build" / "fonts")


def render_paper_text(text: PaperText) -> bytes:
    """The unsigned PDF of one paper."""
    return pdf_of(paper_page(text, qr_code=qr_svg(text.verify_url, colour="#000")))
