"""Every link and form that somebody is shown leads somewhere they may go."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from services_hall.applications.decisions.outcomes import Decision
from services_hall.identity import Role
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from services_hall.web.access import PUBLIC, SIGNED_IN, declared_access
from services_hall.web.display import ELDER_COOKIE
from tests.support.application_pages import BUNDLE, begin_application
from tests.support.case_decisions import REVIEWED
from tests.support.demo_applications import RESTAURANT, file_online, person
from tests.support.hall import Hall, Visitor, open_hall
from tests.support.waiting_jobs import do_jobs_and_papers

LINK: Final = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
FORM: Final = re.compile(r'<form\b[^>]*?\baction="([^"]*)"[^>]*>')
OFF_THE_WALK: Final = ("/identity/sign-out", "/identity/end-session", "/display")
"""They end the visit, or change how its pages look."""
OF_A_KIND: Final = 3
"""So many pages of one route with the same parameters are opened."""
HOMES: Final = {
    "": "/",
    "li": "/my/",
    "zhang": "/my/",
    "chen": "/my/",
    "chuangkou": "/window/",
    "shichang": "/desk/",
    "juzhang": "/head/",
    "zhengzhao": "/",
    "bianji": "/guide-desk/",
    "shenhe": "/guide-desk/",
    "jiancha": "/oversight/",
    "guanli": "/administration/",
}
"""Somebody of each role with the page they start from; without a name, a visitor who is not signed in."""


@pytest.fixture(scope="module")
def busy_hall(
    seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hall]:
    """A hall with applications that are decided, open and incomplete, a draft, papers and certificates."""
    folder = tmp_path_factory.mktemp("links") / "hall"
    shutil.copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall:
        decided = file_online(hall, BUNDLE, RESTAURANT)
        file_online(hall, BUNDLE, {**RESTAURANT, "licence": "no", "form": "personal"}, username="zhang")
        begin_application(hall.sign_in("li"))
        with hall.app.test_request_context():
            accept_case(person("shichang"), f"{decided}-01")
            decide_case(person("shichang"), f"{decided}-01", Decision.GRANT, "", grounds=REVIEWED)
            accept_case(person("yancao"), f"{decided}-04")
        do_jobs_and_papers(hall)
        yield hall


class Walk:
    """A walk over all pages that a person reaches by links."""

    def __init__(self, hall: Hall, username: str) -> None:
        self.hall: Final = hall
        self.visitor: Final[Visitor] = hall.sign_in(username) if username else hall.visitor()
        self.roles: Final = self._roles(username)
        self.faults: Final[list[str]] = []
        self._kinds: Final[Counter[tuple[object, ...]]] = Counter()
        self._seen: Final[set[str]] = set()

    def go(self, *starts: str) -> int:
        """Opens these pages and all behind them; returns how many answered as they should."""
        waiting, opened = [(start, "start") for start in starts], 0
        while waiting:
            path, shown_on = waiting.pop()
            if path in self._seen or not self._is_wanted(path):
                continue
            self._seen.add(path)
            answer = self.visitor.client.get(path)
            if answer.status_code >= 400:
                self.faults.append(f"{shown_on} leads to {path}: {answer.status_code}")
                continue
            opened += 1
            if answer.location:
                waiting += [(one, path) for one in self._own([answer.location], path)]
            elif answer.mimetype == "text/html":
                waiting += [(one, path) for one in self._own(LINK.findall(answer.text), path)]
                self._try_forms(answer.text, path)
        return opened

    def _is_wanted(self, path: str) -> bool:
        """Whether so few pages of its kind were opened that this one is opened too."""
        if path.startswith(OFF_THE_WALK):
            return False
        address = urlsplit(path)
        parameters = frozenset(name for name, _value in parse_qsl(address.query))
        kind = (self._endpoint(address.path, "GET"), parameters)
        self._kinds[kind] += 1
        return self._kinds[kind] <= OF_A_KIND

    def _own(self, addresses: list[str], at: str) -> list[str]:
        found = [urlsplit(urljoin(f"http://localhost{at}", unescape(one))) for one in addresses]
        own = [one for one in found if one.scheme == "http" and one.netloc == "localhost"]
        return list(dict.fromkeys(one._replace(scheme="", netloc="", fragment="").geturl() for one in own))

    def _try_forms(self, text: str, at: str) -> None:
        for form in FORM.finditer(text):
            method = "POST" if 'method="post"' in form[0].lower() else "GET"
            for path in self._own([form[1]], at):
                endpoint = self._endpoint(urlsplit(path).path, method)
                declared = declared_access(self.hall.app, endpoint or "", method) or frozenset()
                if not declared & {PUBLIC, SIGNED_IN, *self.roles}:
                    self.faults.append(f"{at} has a form for {method} {path}")

    def _endpoint(self, path: str, method: str) -> str | None:
        try:
            endpoint: str = self.hall.app.url_map.bind("localhost").match(path, method)[0]
        except (HTTPException, RequestRedirect):
            return None
        return endpoint

    def _roles(self, username: str) -> frozenset[Role]:
        if not username:
            return frozenset()
        with self.hall.app.test_request_context():
            return person(username).roles


@pytest.mark.parametrize("username", HOMES)
def test_no_link_and_no_form_leads_where_one_may_not_go(busy_hall: Hall, username: str) -> None:
    walk = Walk(busy_hall, username)
    opened = walk.go("/", HOMES[username])
    assert walk.faults == []
    assert opened > 40


@pytest.mark.parametrize("username", ["", "li"])
def test_nor_does_any_in_the_elder_mode(busy_hall: Hall, username: str) -> None:
    walk = Walk(busy_hall, username)
    walk.visitor.client.set_cookie(ELDER_COOKIE, "1")
    walk.go("/", HOMES[username])
    assert walk.faults == []
