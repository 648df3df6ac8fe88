"""A hall in use, read in a language other than Chinese."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.catalog import Catalog
from sqlalchemy import select
from werkzeug.test import TestResponse

from services_hall.applications import papers
from services_hall.applications.paper_texts import words
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.demo.accounts import (
    AGENT,
    BUREAU_DISTRICT,
    BUREAU_OFFICER,
    CERTIFICATE_OFFICER,
    CLERK,
    DESKS,
    EVERYWHERE,
    RESIDENTS,
)
from services_hall.demo.certificates import PREMISES, SHOP
from services_hall.documents.models import Paper
from services_hall.documents.numbering import number_paper
from services_hall.presentation import languages
from tests.support.application_pages import BUNDLE
from tests.support.case_decisions import STEPS_DONE
from tests.support.demo_applications import RESTAURANT, file_online, person
from tests.support.foreign_alphabet import (
    LANGUAGE,
    foreign,
    left_in_chinese,
    write_content,
    write_translation,
)
from tests.support.guide_desk_forms import open_draft_page as opened_draft
from tests.support.hall import Hall, Visitor, open_hall
from tests.support.new_editions import publish_again

STAFF: Final = (
    BUREAU_OFFICER,
    CLERK,
    CERTIFICATE_OFFICER,
    *(person for desk in DESKS for person in desk.people),
    *EVERYWHERE.values(),
)
PERSONS: Final = (*RESIDENTS, AGENT, *STAFF)
TYPED: Final = ("演示内容", "材料.png", "其他材料", "李**", "试验", "改于")
OWN_NAMES: Final = ("简体", "繁體")
NUMBER: Final = f"演政服收〔{local_day(utc_now()).year}〕1号"
"""Of the one paper that got its number: an official document's, which is Chinese."""
NAMES: Final = (*(person.name for person in PERSONS), *(AGENT.organisation or ())[:1])
TITLES: Final = sorted(
    {
        words.REGISTRATION_RECEIPT_TITLE,
        *(kind.title for kind in papers.KINDS.values()),
        *(title for one in words.BY_TYPE.values() for title in (one.grant_title, one.denial_title)),
    },
    key=len,
    reverse=True,
)
"""Of official documents, which are Chinese on every page; the longest first, because some contain others."""
NO_SITE_CHECK: Final = str(STEPS_DONE["site_check_reason"])
OPERATOR: Final = "（经营者："
"""How an official document names a shop, around the name of its operator."""
KNOWN: Final = (
    *NAMES,
    *TYPED,
    *OWN_NAMES,
    NUMBER,
    *TITLES,
    SHOP.name,
    PREMISES,
    "餐饮服务",
    NO_SITE_CHECK,
    OPERATOR,
)
STEPS: Final[Mapping[str, tuple[str, Sequence[tuple[str, Mapping[str, Any]]]]]] = {
    "SPJY-XB": ("shichang", (("acceptance", {}), ("decision", {"outcome": "grant", **STEPS_DONE}))),
    "XFJC-YYQ": ("xiaofang", (("commitment", {}), ("check", {"result": "kept"}))),
    "YCLS-XB": (
        "yancao",
        (
            ("acceptance", {}),
            ("decision", {"outcome": "deny", "reason": TYPED[0], "basis_key": "yczm-16", **STEPS_DONE}),
        ),
    ),
}
"""What the agencies do with each item's case: who, and which forms they send."""


@pytest.fixture(scope="module")
def foreign_hall(
    seeded_hall: Path, hall_keyring: str, message_catalogue: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hall]:
    """The hall with a translation and translated content, in which applications were filed."""
    folder = tmp_path_factory.mktemp("foreign") / "hall"
    shutil.copytree(seeded_hall, folder)
    for name in ("hall.db", "certificates.db"):
        write_content(folder / name)
    write_translation(message_catalogue, folder / "translations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "TRANSLATIONS", folder / "translations")
        languages.offered_locales.cache_clear()
        with open_hall(folder, hall_keyring) as hall:
            use_everything(hall)
            yield hall
    languages.offered_locales.cache_clear()


def use_everything(hall: Hall) -> None:
    """Files two applications, one of which is decided; writes a new edition and a draft."""
    number = file_online(hall, BUNDLE, RESTAURANT)
    for item, (username, actions) in STEPS.items():
        officer = hall.sign_in(username)
        for action, fields in actions:
            answer = officer.post(f"{desk_paths(hall, number)[item]}/{action}", fields)
            assert answer.status_code == 303, (item, action)
    file_online(hall, BUNDLE, RESTAURANT, place=BUREAU_DISTRICT)
    with hall.app.app_context(), transaction() as session:
        receipt = session.scalars(select(Paper).order_by(Paper.id).limit(1)).one()
        assert number_paper(session, receipt.id, papers.KINDS["receipt"], site_prefix="演政服") == NUMBER
        receipt.made_at = utc_now()
    publish_again(hall, "JZZ-SL", name="A", material_name="B")
    opened_draft(hall.sign_in("bianji"), "SPJY-XB")


def desk_paths(hall: Hall, number: str) -> dict[str, str]:
    """The paths of an application's cases at their desks, by item code."""
    with hall.app.test_request_context():
        application = queries.own_application(reading(), person("li"), number)
        return {case.item_code: f"/desk/cases/{case.number}" for case in application.cases}


def reader(hall: Hall, username: str | None = None) -> Visitor:
    """A visitor who has chosen the other language."""
    visitor = hall.sign_in(username) if username else hall.visitor()
    visitor.client.set_cookie(languages.COOKIE, LANGUAGE)
    return visitor


OFFICIAL: Final = re.compile(r'<div class="official" lang="zh-Hans">.*?</div>', re.DOTALL)
"""The words of an official document as it stands: a promise that is signed, a public entry of a permit."""


def assert_foreign(answer: TestResponse, *said: str, title: str = "", status: int = 200) -> None:
    """The response has no Chinese from the hall itself, and contains these texts in its language.

    `title` is the official title of a paper, which stays Chinese.
    """
    assert answer.status_code == status, (answer.status, answer.location)
    left = left_in_chinese(OFFICIAL.sub("", answer.text), KNOWN)
    assert left == [], left
    unsaid = [text for text in said if foreign(text) not in answer.text]
    assert unsaid == [], unsaid
    assert title in answer.text
