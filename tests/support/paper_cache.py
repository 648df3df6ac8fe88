"""Cache of rendered pages: a paper that another test of this process has rendered is not rendered again.

Papers are the larger part of the time of all tests that run jobs, and most tests write the same ones.
"""

from functools import lru_cache
from typing import Final

import certificate_store.pdf.rendering as certificate_pages
import services_hall.documents.rendering as paper_pages

MOST_PAGES: Final = 400
RENDER: Final = certificate_pages.pdf_of


@lru_cache(MOST_PAGES)
def rendered(page: str, fonts: int) -> bytes:
    """The PDF of this page with this number of font faces."""
    return RENDER(page)


def pdf_of(page: str) -> bytes:
    """The PDF of a page, as RENDER makes it."""
    return rendered(page, len(certificate_pages._faces))


def share_pages() -> None:
    """Lets the jobs that run in this process from now on share their pages."""
    certificate_pages.pdf_of = pdf_of
    paper_pages.pdf_of = pdf_of
