"""Escaping in PDFs: input is printed as text, never interpreted as HTML or CSS."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from certificate_store.certificate_pages import css_string
from certificate_store.pdf.rendering import pdf_of

HOSTILE = ("a\\", 'a"; } * { display: none } "', "a\nb", "</style><p>a", "{{ 7*7 }}", "&#34;&quot;")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_a_stylesheet_stays_a_text(text: str) -> None:
    told = css_string(text)
    inside = told.removeprefix('"').removesuffix('"')
    assert all(one.isalnum() or one in " \\" for one in inside)
    page = f"""<!DOCTYPE html><html lang="zh-Hans"><title>x</title><style>
        @page {{ @bottom-left {{ content: {told}; width: 100%; }} }}</style><p>whole page</p></html>"""
    printed = PdfReader(BytesIO(pdf_of(page))).pages[0].extract_text()
    assert "whole page" in printed
    assert "".join(text.split()) in "".join(printed.split())
