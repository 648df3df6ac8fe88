"""What the page of a case offers is possible: no offered form answers 409; of the rest it says why not."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from html.parser import HTMLParser
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.demo_applications import PNG
from tests.support.endings import CARD, FIRE, FOOD, POST, REASON, SIGN, UNOPENED, WINDOW, Site, role_of
from tests.support.hall import Hall, Visitor, open_hall
from tests.support.supplements import PLAN_DEMAND, in_days
from tests.support.tolerant_cases import DEFERRABLE
from tests.support.waiting_jobs import do_jobs_and_papers

LINK: Final = re.compile(r'href="[^"]*[?&]act=(\w+)#form"')
OFFICERS: Final = {
    "market_supervision": "shichang",
    "urban_management": "chengguan",
    "fire_rescue": "xiaofang",
    "public_security": "gongan",
}
PAST_DAYS: Final = frozenset({"held_on", "visited_on"})
"""Fields of days that cannot lie ahead."""
HEARING_IN: Final = 22
"""Days until a hearing: later than seven working days, within twenty."""


class FormFields(HTMLParser):
    """The address, the fields with a possible value each, and the buttons of the open form."""

    def __init__(self) -> None:
        super().__init__()
        self.action, self.fields, self.buttons = "", {}, []  # type: ignore[var-annotated]
        self._is_inside, self._select = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "section":
            self._is_inside = own.get("id") == "form"
        if not self._is_inside:
            return
        match tag:
            case "form":
                self.action = own["action"]
            case "select":
                self._select = own["name"]
            case "option" if own.get("value") and self._select not in self.fields:
                self.fields[self._select] = own["value"]
            case "textarea":
                self.fields[own["name"]] = "查明的情况"
            case "button" if own.get("type") == "submit":
                self.buttons.append({own["name"]: own["value"]} if "name" in own else {})
            case "input":
                self._add_input(own)

    def _add_input(self, own: Mapping[str, str]) -> None:
        name = own.get("name", "")
        match own.get("type", "text"):
            case "hidden" | "radio" | "checkbox":
                self.fields.setdefault(name, own.get("value", ""))
            case "date":
                day = in_days(0) if name in PAST_DAYS else in_days(HEARING_IN)
                self.fields[name] = day.isoformat()
            case "number":
                self.fields[name] = "1"
            case "file":
                self.fields[name] = (PNG, "文件.png")
            case _:
                self.fields[name] = own.get("value") or "内容"


def accepted(site: Site, code: str = FOOD, wish: Mapping[str, Any] = WINDOW) -> str:
    number = site.file(code, wish)
    site.act(code, number, "acceptance")
    return number


def told(site: Site, kind: str = "hearing", addressee: str = "") -> str:
    number = accepted(site)
    notice = {"kind": kind, "addressee": addressee, "facts": REASON, "answer_until": in_days(30).isoformat()}
    site.act(FOOD, number, "hearing-notice", notice)
    return number


def demanded(site: Site) -> str:
    number = told(site)
    site.act(FOOD, number, "statements", {"statement": "", "hearing_demanded": True})
    return number


def hearing_set(site: Site) -> str:
    number = demanded(site)
    day = in_days(HEARING_IN).isoformat()
    site.act(FOOD, number, "hearing", {"hearing_on": day, "hearing_time": "9 时", "hearing_place": "二楼"})
    return number


def in_procedure(site: Site, number: str) -> str:
    body = {"kind": "testing", "reason": "送检", "planned_until": in_days(9).isoformat()}
    site.act(FOOD, number, "special-procedure", body)
    return number


def asked(site: Site) -> str:
    number = site.file(FOOD, WINDOW)
    notice = {"demands": [dict(PLAN_DEMAND)], "due_on": in_days(20).isoformat()}
    site.act(FOOD, number, "supplement-notice", notice)
    do_jobs_and_papers(site.hall)
    return number


def late(site: Site, *, without: tuple[str, ...] = ()) -> str:
    number = site.file(FOOD, WINDOW, without=without)
    site.let_pass(number, "acceptance_due_on")
    return number


def owing(site: Site) -> str:
    number = late(site, without=(DEFERRABLE,))
    site.act(FOOD, number, "acceptance")
    return number


def promised(site: Site) -> str:
    number = site.file(FOOD, WINDOW, without=(DEFERRABLE,))
    assert site.clerk.post(f"/cases/{number}/tolerance").status_code == 200
    return number


def end_told(site: Site, wish: Mapping[str, Any] = UNOPENED) -> str:
    number = site.granted(wish)
    notice = {"kind": "annulment", "facts": REASON, "notice_article": "licensing-69-1"}
    site.act(FOOD, number, "end-notices", {**notice, "answer_until": in_days(9).isoformat()})
    do_jobs_and_papers(site.hall)
    return number


def heard(site: Site) -> str:
    number = end_told(site)
    site.act(FOOD, number, "statements", {"statement": "希望保留"})
    return number


def correction_ordered(site: Site) -> str:
    number = site.granted(WINDOW, FIRE)
    body = {"is_kept": False, "finding": REASON, "correct_until": in_days(9).isoformat()}
    site.act(FIRE, number, "commitment-checks", body)
    do_jobs_and_papers(site.hall)
    return number


DECISION: Final = frozenset({"准予", "不予许可"})
STORIES: Final[Mapping[str, tuple[Callable[[Site], str], str, frozenset[str]]]] = {
    "received": (lambda site: site.file(FOOD, WINDOW), FOOD, frozenset()),
    "incomplete": (lambda site: site.file(FOOD, WINDOW, without=(DEFERRABLE,)), FOOD, frozenset()),
    "promised": (promised, FOOD, frozenset()),
    "late": (late, FOOD, frozenset()),
    "owing": (owing, FOOD, frozenset({"准予"})),
    "supplement_asked": (asked, FOOD, frozenset()),
    "accepted": (accepted, FOOD, frozenset()),
    "hearing_right_told": (told, FOOD, DECISION),
    "hearing_demanded": (demanded, FOOD, DECISION),
    "hearing_set": (hearing_set, FOOD, DECISION),
    "procedure": (lambda site: in_procedure(site, accepted(site)), FOOD, DECISION),
    "hearing_demanded_in_procedure": (
        lambda site: in_procedure(site, demanded(site)),
        FOOD,
        frozenset({"定听证的时间、地点", "向社会公告并举行听证"}),
    ),
    "commitment": (lambda site: site.file(FIRE, WINDOW), FIRE, frozenset()),
    "on_commitment": (lambda site: site.granted(WINDOW, FIRE), FIRE, frozenset()),
    "correction_ordered": (correction_ordered, FIRE, frozenset()),
    "granted": (lambda site: site.granted(POST), FOOD, frozenset()),
    "unopened": (lambda site: site.granted(UNOPENED), FOOD, frozenset()),
    "card": (lambda site: site.granted(WINDOW, CARD), CARD, frozenset()),
    "end_told": (end_told, FOOD, frozenset({"撤销"})),
    "heard": (heard, FOOD, frozenset()),
    "recorded": (lambda site: site.file(SIGN, WINDOW), SIGN, frozenset()),
}
"""How each situation comes about, the item, and what its page says is not possible yet."""


@pytest.fixture(scope="module")
def site(seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("offered") / "hall"
    shutil.copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall:
        yield Site(hall)


@contextmanager
def taken_back(hall: Hall) -> Iterator[None]:
    """Both databases are afterwards as they were before."""
    files = [hall.folder / "hall.db", hall.folder / "certificates.db"]
    kept = [sqlite3.connect(":memory:") for _file in files]
    for file, copy in zip(files, kept, strict=True):
        with closing(sqlite3.connect(file)) as own:
            own.backup(copy)
    yield
    for file, copy in zip(files, kept, strict=True):
        with closing(sqlite3.connect(file)) as own:
            copy.backup(own)
        copy.close()


def open_form_of(officer: Visitor, path: str, name: str) -> FormFields:
    found = FormFields()
    found.feed(officer.get(path, act=name).text if name else officer.get(path).text)
    return found


@pytest.mark.parametrize("story", STORIES)
def test_no_form_that_a_page_offers_answers_that_it_is_not_possible(site: Site, story: str) -> None:
    bring, code, blocked = STORIES[story]
    with taken_back(site.hall):
        number = bring(site)
        officer, path = site.hall.sign_in(OFFICERS[role_of(code)]), f"/desk/cases/{number}"
        page = officer.get(path).text
        said = "".join(re.findall(r"<strong>现在还不能办：(.*?)</strong>", page))
        assert all(words in said for words in blocked), said
        assert bool(said) == bool(blocked)
        assert page.count("act-links__next") <= 1
        answers = {}
        for name in ("", *sorted(set(LINK.findall(page)))):
            form = open_form_of(officer, path, name)
            for button in form.buttons:
                fields = {
                    key: (BytesIO(v[0]), v[1]) if isinstance(v, tuple) else v
                    for key, v in form.fields.items()
                }
                with taken_back(site.hall):
                    answer = officer.post(form.action, {**fields, **button})
                    if "/preview" in form.action and answer.status_code == HTTPStatus.OK:
                        answer = officer.post(form.action.replace("/preview", ""), {**fields, **button})
                answers[name, *button.values()] = answer.status_code
        assert answers
        assert not {key: status for key, status in answers.items() if status not in {303, 422}}
        assert 303 in answers.values()
