"""Rendering of the certificate page for every kind of content."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session
from weasyprint.urls import FatalURLFetchingError

from certificate_store.certificate_faces import qr_svg
from certificate_store.errors import GlyphMissing
from certificate_store.holders import Holder, IdentifierType
from certificate_store.issuing import correct_certificate
from certificate_store.models import Certificate
from certificate_store.pdf.rendering import pdf_of, render_certificate
from tests.support.certificates import AGENCY, NOW, TODAY

Issue = Callable[..., Certificate]
URL = "http://127.0.0.1:8000/verify/1"


def text_of(pdf: bytes) -> str:
    """The text without white space, because extracted spaces depend on the installed fonts."""
    return without_spaces("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_a_version_with_everything_shows_everything(session: Session, issue_one: Issue, li: Holder) -> None:
    company = Holder("武汉<b>楚味</b>餐饮有限公司", IdentifierType.CREDIT_CODE, "91420100MA4KABCD1A")
    first = issue_one(session, holder=company, joint_holders=[li], fields={"items": ["热食类", "冷食类"]})
    second = correct_certificate(
        session, first, by_agency=AGENCY, reason="更正", source="case:2", issued_on=TODAY, now=NOW
    )
    text = text_of(render_certificate(second, verify_url=URL, demo=False))
    for shown in (
        "食品经营许可证",
        "武汉<b>楚味</b>餐饮有限公司",
        "统一社会信用代码",
        "91420100MA4KABCD1A",
        "李四",
        "热食类；冷食类",
        "2026年11月23日 至 2031年11月22日",
        "第 2 版",
        "武汉市江岸区行政审批局",
    ):
        assert without_spaces(shown) in text, shown
    assert "演示数据" not in text
    assert li.identifier not in text, "an organisation's certificate is shown to everybody"


def test_long_content_runs_over_to_more_pages(session: Session, issue_one: Issue) -> None:
    certificate = issue_one(session, fields={f"第{n}项": "内容" * 60 for n in range(14)})
    pdf = render_certificate(certificate, verify_url=URL, demo=True)
    assert len(PdfReader(BytesIO(pdf)).pages) > 1
    assert "第13项" in text_of(pdf)


def test_the_qr_code_is_a_drawing_without_any_address() -> None:
    drawing = str(qr_svg(URL))
    assert drawing.startswith("<svg")
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("letter", ["\ue000", "\U0001f600"])
def test_a_letter_that_no_font_has_stops_the_page(letter: str) -> None:
    with pytest.raises(GlyphMissing):
        pdf_of(f"<p>张{letter}</p>")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/x.png"])
def test_a_page_fetches_nothing(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf_of(f'<p>文字</p><img src="{address}">')
