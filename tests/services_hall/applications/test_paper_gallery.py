"""All kinds of papers, with ordinary and with hostile contents: complete, in order, and inside the margins.

With PAPER_GALLERY set to a folder, each is also written there as a PDF and as pictures.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from services_hall import database
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import Case
from services_hall.applications.papers import KINDS
from services_hall.documents import rendering
from services_hall.documents.texts import PaperText
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row, decide
from tests.support.hall import Hall
from tests.support.paper_examples import ITEM, ITEMS, LONG_WORD, paper_texts
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

APPEAL = {"SPJY-XB": "武汉市江岸区人民政府", "XFJC-YYQ": "依法有管辖权的行政复议机关"}
"""Who hears reconsideration: of the fire service only the guide's rule is known (docs/samples.md)."""
CARD_SCENARIO = {"age": "adult", "urgent": "no"}
MARGIN = 26 / 25.4 * 72
WIDTH = 595.3
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>')
SIGNATURE = "电子签名作技术证明"
OF_APPLICANTS = {PaperCode.COMMITMENT, PaperCode.DELIVERY_ADDRESS, PaperCode.DELIVERY_RECEIPT}
"""Papers that the applicant signs, or that record a fact for the file: they address nobody."""


@pytest.fixture
def texts(hall: Hall) -> Iterator[dict[bool, dict[str, PaperText]]]:
    """The texts of all kinds by code, ordinary and hostile."""
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    restaurant = file_restaurant(market, LI)
    for agency, item in ((market, "SPJY-XB"), (fire, "XFJC-YYQ")):
        case = case_of(restaurant, item)
        accept(agency, case)
        decide(agency, case, "grant")
    card = file_restaurant(
        market, LI, CARD_SCENARIO, "SFZ-BL", consent=False, key="identity-card-1", at_window=True
    )
    do_jobs(hall)
    rendering.prepare()
    numbers = {case["item_code"]: case["number"] for case in restaurant["cases"] + card["cases"]}
    with hall.app.test_request_context():
        yield {is_hostile: _texts(numbers, is_hostile=is_hostile) for is_hostile in (False, True)}


def _texts(numbers: Mapping[str, str], *, is_hostile: bool) -> dict[str, PaperText]:
    with database.transaction() as session:
        cases: dict[str, Case] = {item: session.merge(case_row(number)) for item, number in numbers.items()}
        texts = dict(paper_texts(session, cases, is_hostile=is_hostile))
        session.rollback()
    return texts


def printed(code: str, text: PaperText, folder: Path, *, is_hostile: bool) -> Path:
    """The PDF of the paper; its pictures too, where a gallery is wanted."""
    file = folder / f"{code}{'-hostile' if is_hostile else ''}.pdf"
    file.write_bytes(rendering.render_paper_text(text))
    if "PAPER_GALLERY" in os.environ:
        subprocess.run(["pdftoppm", "-r", "60", "-png", file, file.with_suffix("")], check=True)
    return file


def words_of(file: Path) -> list[tuple[float, float, str]]:
    """Left and right edge and text of every word, page by page."""
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True, text=True)
    return [(float(found[1]), float(found[3]), found[5]) for found in WORD.finditer(boxes.stdout)]


def pages_of(file: Path) -> list[str]:
    """The text of each page without blanks."""
    found = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True)
    return ["".join(page.split()) for page in found.stdout.split("\f") if page.strip()]


def test_every_kind_of_paper_says_its_parts_in_order_inside_the_margins(
    texts: dict[bool, dict[str, PaperText]], tmp_path: Path
) -> None:
    folder = Path(os.environ.get("PAPER_GALLERY", tmp_path))
    assert set(texts[False]) == set(KINDS)
    for is_hostile, kinds in texts.items():
        for code, text in kinds.items():
            file = printed(code, text, folder, is_hostile=is_hostile)
            pages = pages_of(file)
            whole = "".join(pages)
            parts = [text.signed_by, text.title, text.number, *filter(None, text.remedies), text.signed_on]
            places = [whole.find("".join(part.split())[:20]) for part in parts]
            assert -1 not in places, (code, parts, places)
            assert places[:-1] == sorted(places[:-1]), code
            words = words_of(file)
            assert max(right for _, right, _ in words) <= WIDTH - MARGIN + 1, code
            assert min(left for left, _, _ in words) >= MARGIN - 1, code
            assert SIGNATURE in pages[-1], code
            assert pages[-1].index(SIGNATURE) > 60, (code, "the signature stands alone")
            assert is_hostile or len(pages) == 1, (code, "an ordinary paper has one page")
            if is_hostile:
                assert whole.count("W") >= len(LONG_WORD), code


def test_papers_address_the_applicant_as_the_law_does_and_name_bodies(
    texts: dict[bool, dict[str, PaperText]],
) -> None:
    for code, text in texts[False].items():
        if code in OF_APPLICANTS:
            continue
        said = "".join([*text.paragraphs, *text.remedies])
        assert "你（单位）" in said, code
        assert not re.search("您|本人", said), code
        assert "为准" not in "".join(text.remedies), code
        if text.remedies:
            assert f"{APPEAL[ITEMS.get(code, ITEM)]}申请行政复议（网上申请：" in text.remedies[0], code
            assert "个月内向" in text.remedies[0], code


OF_PERSONS: Final = {"payment_notice", "receipt"}
"""The fee of an identity card, and the receipt of the whole application, which a person filed."""


def test_no_paper_names_the_operator_in_the_place_of_the_shop(
    texts: dict[bool, dict[str, PaperText]],
) -> None:
    shop = next(text.addressee for text in texts[False].values() if "（经营者：" in text.addressee)
    operator = shop.partition("（经营者：")[2].rstrip("）")
    named = {
        code
        for code, text in texts[False].items()
        for words in (text.addressee, *text.paragraphs)
        if operator in words.replace(shop, "")
    }
    assert named == OF_PERSONS
