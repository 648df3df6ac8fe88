"""Small pictures of the first pages of PDF documents: real ones, broken ones, and those made to do harm."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from services_hall.attachments import first_pages, uploads
from services_hall.attachments.first_pages import first_page
from tests.support.uploaded_files import pdf, pdf_of_page

RED_BELOW = b"1 0 0 rg 0 0 595 421 re f"
"""The lower half of a page of A4."""


def drawn(data: bytes) -> Image.Image:
    picture = first_page(data)
    assert picture is not None
    return Image.open(BytesIO(picture))


def test_the_first_page_is_drawn_as_it_looks_printed() -> None:
    picture = drawn(pdf_of_page(RED_BELOW))
    assert (picture.format, picture.size) == ("JPEG", (227, 320))
    above, below = picture.getpixel((113, 80)), picture.getpixel((113, 240))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert min(above) > 240
    assert below[0] > 240 > 20 > max(below[1:])


@pytest.mark.parametrize(
    "data",
    [
        pdf(pages=1000),
        pdf(owner_password="owner"),
        b"\xef\xbb\xbf" + pdf(),
        pdf_of_page(b"0 0 m 9999999 9999999 l S", size=(14_400_000, 14_400_000)),
        pdf_of_page(b"", size=(14_400, 1)),
    ],
    ids=["1000 pages", "no printing", "byte order mark", "huge page", "a line for a page"],
)
def test_long_locked_and_odd_documents_have_a_small_picture(data: bytes) -> None:
    assert max(drawn(data).size) <= 320


@pytest.mark.parametrize("data", [pdf()[:-200], b"%PDF-1.7 nothing %%EOF", b""])
def test_what_cannot_be_drawn_has_no_picture(data: bytes) -> None:
    assert first_page(data) is None


@pytest.mark.parametrize(
    "program",
    [
        "while True: pass",
        "bytearray(2 ** 40)",
        "open('written-by-a-page', 'w').write('x')",
        "import os; os.abort()",
        "print('not a picture')",
    ],
)
def test_a_page_that_takes_too_much_ends_its_own_process_only(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = first_pages.DRAWING.read_text().replace("SECONDS: Final = 4", "SECONDS: Final = 1")
    body, start = source.split('if __name__ == "__main__":\n')
    hostile = tmp_path / "page_drawing.py"
    hostile.write_text(f"{body}limit_process()\n{program}\n# {start}")
    monkeypatch.setattr(first_pages, "DRAWING", hostile)
    monkeypatch.chdir(tmp_path)
    assert first_page(pdf()) is None
    written = tmp_path / "written-by-a-page"
    assert not written.exists() or not written.read_bytes()


def test_a_drawing_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "page_drawing.py"
    hanging.write_text("import signal\nsignal.pause()\n")
    monkeypatch.setattr(first_pages, "DRAWING", hanging)
    monkeypatch.setattr(first_pages, "SECONDS", 0.5)
    assert first_page(pdf()) is None


def test_the_drawing_gets_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALL_KEYRING", "secret")
    telling = tmp_path / "page_drawing.py"
    seen = tmp_path / "seen"
    telling.write_text(f"import os\nopen({str(seen)!r}, 'w').write(repr(dict(os.environ)))\n")
    monkeypatch.setattr(first_pages, "DRAWING", telling)
    first_page(pdf())
    assert "HALL" not in seen.read_text()


def test_an_upload_is_taken_with_a_picture_and_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert uploads.check_upload("平面图.pdf", pdf()).thumbnail is not None
    monkeypatch.setattr(uploads.file_readers, "first_page", lambda _data: None)
    checked = uploads.check_upload("平面图.pdf", pdf())
    assert (checked.thumbnail, checked.pages) == (None, 1)
