"""All kinds of papers, with ordinary and with hostile contents: complete, in order, and inside the margins.

With PAPER_GALLERY set to a folder, each is also written there as a PDF and as pictures.
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from services_hall import database
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import Case
from services_hall.applications.papers import KINDS
from services_hall.demo.accounts import AGENT, DemoPerson
from services_hall.demo.certificates import PREMISES, SHOP, demo_credit_code
from services_hall.documents import rendering
from services_hall.documents.texts import PaperText
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, case_row, decide
from tests.support.hall import Hall, open_hall
from tests.support.licensed_shops import ALONE, ENTITY
from tests.support.paper_examples import DETAILS, ITEM, ITEMS, paper_texts
from tests.support.restaurant import (
    LI,
    WANG,
    ZHANG,
    case_of,
    file_restaurant,
    holder_of,
    request_body,
    send,
)
from tests.support.waiting_jobs import do_jobs

APPEAL = {"SPJY-XB": "武汉市江岸区人民政府", "XFJC-YYQ": "依法有管辖权的行政复议机关"}
"""Who hears reconsideration: of the fire service only the guide's rule is known (docs/samples.md)."""
HOSTILE = "hostile"
MANY = 25
ROLES = {"受送达人", "被核查人", "申请人"}
"""In what role a paper that does not address the party names it among its facts."""
TRADE = {"name": "张示范热干面馆（演示）", "credit_code": demo_credit_code("a noodle shop")}
MANDATE = {"acts": ["apply"], "ends_on": "2099-12-31"}
MANDATARY = {**holder_of(WANG), "capacity": "mandatary", "paper_mandate": MANDATE}
MEMBER = {**holder_of(ZHANG), "capacity": "member"}
OF_THE_PARTIES = {*ENTITY, "agent_name"}
assert AGENT.organisation_holder is not None
COMPANY = AGENT.organisation_holder
CARD_SCENARIO = {"age": "adult", "urgent": "no"}
MARGIN = 26 / 25.4 * 72
WIDTH = 595.3
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>')
SIGNATURE = "电子签名作技术证明"
OF_APPLICANTS = {
    PaperCode.COMMITMENT,
    PaperCode.DELIVERY_ADDRESS,
    PaperCode.DELIVERY_RECEIPT,
    PaperCode.SITE_CHECK_RECORD,
    PaperCode.TRANSFER,
}
"""Papers that the applicant signs, or that record a fact for the file: they address nobody."""


@pytest.fixture(scope="module")
def texts(
    seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, PaperText]]:
    """The texts of all kinds by code: for each kind of applicant, and with hostile contents."""
    rendering.prepare()
    folder = tmp_path_factory.mktemp("papers") / "hall"
    shutil.copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall:
        applications = _filed_applications(hall)
        do_jobs(hall)
        with hall.app.test_request_context():
            texts = {who: _texts(cases, is_hostile=False) for who, cases in applications.items()}
            return {**texts, HOSTILE: _texts(applications["shop"], is_hostile=True)}


def _filed_applications(hall: Hall) -> dict[str, list[dict[str, Any]]]:
    """The cases of applications by each kind of applicant, the food permits granted."""
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    restaurant = file_restaurant(market, LI)
    for agency, item in ((market, "SPJY-XB"), (fire, "XFJC-YYQ")):
        case = case_of(restaurant, item)
        accept(agency, case)
        decide(agency, case, "grant")
    card = file_restaurant(
        market, LI, CARD_SCENARIO, "SFZ-BL", consent=False, key="identity-card-1", at_window=True
    )
    return {
        "shop": restaurant["cases"] + card["cases"],
        "person": card["cases"],
        "sole-trader": _food_permit(market, ZHANG, {"sole_trader": TRADE, "agent": MANDATARY}),
        "organisation": _food_permit(market, ZHANG, {"holder": COMPANY.as_json(), "agent": MEMBER}),
    }


def _food_permit(market: System, person: DemoPerson, who: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The cases of a granted application for a food permit that an agent filed."""
    body = request_body(market, person, {**ALONE, "agent": "yes"}, ITEM, consent=False)
    answers = {key: text for key, text in body["answers"].items() if key not in OF_THE_PARTIES}
    answers |= {"premises_address": PREMISES, "agent_phone": WANG.phone}
    answers |= {"business_form": "company" if "holder" in who else "individual"}
    filed = send(market, {**body, "answers": answers, **who}, f"of-a-{next(iter(who))}")
    assert filed.status_code == 201, filed.text
    cases: list[dict[str, Any]] = filed.get_json()["cases"]
    accept(market, cases[0])
    decide(market, cases[0], "grant")
    return cases


def _texts(cases: Sequence[Mapping[str, Any]], *, is_hostile: bool) -> dict[str, PaperText]:
    numbers = {case["item_code"]: case["number"] for case in cases}
    with database.transaction() as session:
        rows: dict[str, Case] = {item: session.merge(case_row(number)) for item, number in numbers.items()}
        texts = dict(paper_texts(session, rows, is_hostile=is_hostile))
        session.rollback()
    return texts


def printed(name: str, text: PaperText, folder: Path) -> Path:
    """The PDF of the paper; its pictures too, where a gallery is wanted."""
    file = folder / f"{name}.pdf"
    file.write_bytes(rendering.render_paper_text(text))
    if "PAPER_GALLERY" in os.environ:
        subprocess.run(["pdftoppm", "-r", "90", "-png", file, file.with_suffix("")], check=True)
    return file


def words_of(file: Path) -> list[tuple[float, float, str]]:
    """Left and right edge and text of every word, page by page."""
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True, text=True)
    return [(float(found[1]), float(found[3]), found[5]) for found in WORD.finditer(boxes.stdout)]


def pages_of(file: Path) -> list[str]:
    """The text of each page without blanks."""
    found = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True)
    return ["".join(page.split()) for page in found.stdout.split("\f") if page.strip()]


def require_well_printed(name: str, text: PaperText, folder: Path) -> list[str]:
    """The pages of the paper: complete, its parts in order, inside the margins, signed at the end."""
    file = printed(name, text, folder)
    pages = pages_of(file)
    whole = "".join(pages)
    heading = [text.issuer, text.title, text.number, text.addressee]
    parts = [part for part in (*heading, *text.remedies, *text.signature_lines, *text.contact) if part]
    place = 0
    for part in parts:
        place = whole.find("".join(part.split())[:20], place)
        assert place >= 0, (name, part)
    lost = Counter("".join(_letters(text))) - Counter(whole)
    assert not lost, (name, lost)
    words = words_of(file)
    assert max(right for _, right, _ in words) <= WIDTH - MARGIN + 1, name
    assert min(left for left, _, _ in words) >= MARGIN - 1, name
    assert SIGNATURE in pages[-1], name
    assert text.signed_on in pages[-1], name
    assert pages[-1].index(SIGNATURE) > 60, (name, "the signature stands alone")
    return pages


def _letters(text: PaperText) -> Iterator[str]:
    """All that the paper says, without blanks and line breaks."""
    table = (text.table_head, *text.table) if text.table else ()
    cells = [cell for row in (*table, *text.facts) for cell in row]
    lines = (*text.paragraphs, *text.remedies, *text.signature_lines, *text.contact, text.addressee)
    yield from ("".join(part.split()) for part in (*cells, *lines, text.signed_by, text.edition_line))


def test_every_kind_of_paper_says_its_parts_in_order_inside_the_margins(
    texts: dict[str, dict[str, PaperText]], tmp_path: Path
) -> None:
    folder = Path(os.environ.get("PAPER_GALLERY", tmp_path))
    who = texts if "PAPER_GALLERY" in os.environ else ("shop", HOSTILE)
    for applicant in who:
        assert set(texts[applicant]) == set(KINDS)
        for code, text in texts[applicant].items():
            pages = require_well_printed(f"{code}-{applicant}", text, folder)
            assert applicant != "shop" or len(pages) == 1, (code, "an ordinary paper has one page")


def test_long_names_and_lists_keep_every_kind_of_table_whole(
    texts: dict[str, dict[str, PaperText]], tmp_path: Path
) -> None:
    folder = Path(os.environ.get("PAPER_GALLERY", tmp_path))
    firm = f"武汉{'演示餐饮管理' * 16}（集团）有限公司"
    for code, text in texts["organisation"].items():
        if text.table:
            rows = [text.table[number % len(text.table)] for number in range(MANY)]
            long = replace(text, table=rows, signed_by=firm, addressee=text.addressee and firm)
            pages = require_well_printed(f"{code}-long", long, folder)
            assert len(pages) > 1, code
            assert all("".join(text.table_head) in page for page in pages[:-1]), (code, "head on each page")


def test_papers_name_the_party_and_never_who_acts_for_it_as_addressee(
    texts: dict[str, dict[str, PaperText]],
) -> None:
    parties = {
        "shop": f"{SHOP.name}（经营者：{LI.name}）",
        "person": LI.name,
        "sole-trader": f"{TRADE['name']}（经营者：{ZHANG.name}）",
        "organisation": COMPANY.name,
    }
    for applicant, party in parties.items():
        for code, text in texts[applicant].items():
            if applicant == "shop" and ITEMS.get(PaperCode(code)) == "SFZ-BL":
                continue
            third = (DETAILS.get(code) or {}).get("addressee")
            in_facts = {value for label, value in text.facts if label in ROLES}
            if third is not None:
                assert text.addressee == third, (applicant, code)
                assert in_facts == {party}, (applicant, code)
                assert "代办人" not in dict(text.facts), (applicant, code)
            elif code in OF_APPLICANTS and text.issuer == "":
                assert text.signed_by == party, (applicant, code)
            elif code in OF_APPLICANTS:
                assert (text.addressee, in_facts) == ("", {party}), (applicant, code)
            else:
                assert text.addressee == party, (applicant, code)


def test_papers_address_the_applicant_as_the_law_does_and_name_bodies(
    texts: dict[str, dict[str, PaperText]],
) -> None:
    for code, text in texts["shop"].items():
        if code in OF_APPLICANTS:
            continue
        said = "".join([*text.paragraphs, *text.remedies])
        assert "你（单位）" in said, code
        assert not re.search("您|本人", said), code
        assert "为准" not in "".join(text.remedies), code
        if text.remedies:
            appeal_body = APPEAL[ITEMS.get(PaperCode(code), ITEM)]
            assert f"{appeal_body}申请行政复议（网上申请：" in text.remedies[0], code
            assert "个月内向" in text.remedies[0], code


OF_PERSONS: Final = {"payment_notice"}
"""The fee of an identity card, which a person pays."""


def test_no_paper_names_the_operator_in_the_place_of_the_shop(texts: dict[str, dict[str, PaperText]]) -> None:
    shop = f"{SHOP.name}（经营者：{LI.name}）"
    named = {
        code
        for code, text in texts["shop"].items()
        for words in (text.addressee, *text.paragraphs)
        if LI.name in words.replace(shop, "")
    }
    assert named == OF_PERSONS
