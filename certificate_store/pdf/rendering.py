"""Rendering of certificates as PDF/A-3b; its imports are large, so only the process that renders loads it."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final

from weasyprint import CSS, HTML
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from certificate_store.certificate_faces import qr_svg
from certificate_store.certificate_pages import certificate_page
from certificate_store.errors import GlyphMissing
from certificate_store.models import Certificate
from certificate_store.text_input.characters import is_on_paper

PDF_VARIANT: Final = "pdf/a-3b"
COLOURS: Final = "certificate-srgb"

_COMPONENTS: Final = (["r"], ["g"], ["b"])
# Passed explicitly because WeasyPrint would leave the profile's file open.
_SRGB: Final = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
_FETCHER: Final = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
_FONTS: Final = FontConfiguration()
_FAMILIES: Final = (("Paper Latin", "latin"), ("Paper Han", "chinese-simplified"))
_WEIGHTS: Final = (400, 700)
_faces: list[CSS] = []


def render_certificate(certificate: Certificate, *, verify_url: str, demo: bool) -> bytes:
    """The unsigned PDF of this version; `verify_url` goes into the QR code, `demo` adds the demo notice."""
    page = certificate_page(
        certificate,
        number=certificate.number,
        identifier=certificate.identifier,
        qr_code=qr_svg(verify_url),
        demo=demo,
    )
    return pdf_of(page)


def pdf_of(page: str) -> bytes:
    """Convert a self-contained HTML page to PDF/A-3b; all pages share one font configuration.

    Raises GlyphMissing for a page with a character that the fonts have no form for. Nothing is fetched: an
    address in the page other than data: raises WeasyPrint's FatalURLFetchingError.
    """
    if missing := [character for character in set(page) if not is_printable(character)]:
        raise GlyphMissing(missing)
    profile = ColorProfile(BytesIO(_SRGB), "sRGB2014.icc", "relative-colorimetric", _COMPONENTS)
    pdf = HTML(string=page, url_fetcher=_FETCHER).write_pdf(
        font_config=_FONTS,
        stylesheets=list(_faces),
        pdf_variant=PDF_VARIANT,
        color_profiles={COLOURS: profile},
        output_intent=COLOURS,
    )
    return bytes(pdf)


def is_printable(character: str) -> bool:
    """Whether the character has a form on paper, or ends a line."""
    return character == "\n" or is_on_paper(character)


def use_fonts(folder: Path) -> None:
    """Use the fonts of `folder` for all pages of this process; the system's Noto CJK is the fallback.

    The fonts are small and keep the process small; a folder without fonts changes nothing.
    """
    faces = {
        (family, weight): folder / f"noto-sans-sc-{part}-{weight}.ttf"
        for family, part in _FAMILIES
        for weight in _WEIGHTS
    }
    if _faces or not all(file.is_file() for file in faces.values()):
        return
    rules = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url('{file.resolve().as_uri()}')}}"
        for (family, weight), file in faces.items()
    )
    _faces.append(CSS(string=rules, font_config=_FONTS))
