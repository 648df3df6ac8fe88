"""Visitors of a hall: an HTTP client for pages, and an agency's program with its token."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urljoin

import httpx

from comparison.forms import Changes, Form, forms_on
from comparison.records import Log

TIMEOUT_SECONDS: Final = 60.0
NO_TLS: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Halls are spoken to without TLS: no time goes into reading certificates."""
PASSWORD: Final = "yanshi-2018"  # noqa: S105 - shown on the sign-in page while demo data is loaded
TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
MOST_REDIRECTS: Final = 5
File = tuple[str, bytes, str]


class WalkStopped(Exception):
    """A response lacks what the next step needs; the message says what."""


@dataclass(frozen=True)
class Answer:
    """A response."""

    response: httpx.Response

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """The body."""
        return self.response.text

    @property
    def location(self) -> str:
        """The target of the redirect without the host; raises WalkStopped for other responses."""
        if "location" not in self.response.headers:
            raise WalkStopped(f"{self} leads nowhere")
        return httpx.URL(urljoin(str(self.response.url), self.response.headers["location"])).raw_path.decode()

    @cached_property
    def forms(self) -> list[Form]:
        """The forms on the page."""
        return forms_on(self.text)

    def form(self, ending: str) -> Form:
        """The form whose address has this ending, or with "" the page's own; raises WalkStopped."""
        for form in self.forms:
            address = form.action.partition("#")[0].partition("?")[0]
            if address.endswith(ending) and (ending or not address):
                return form
        raise WalkStopped(f"{self} has no form to …{ending}")

    def find(self, pattern: str) -> list[str]:
        """The matches of the pattern on the page, each once, in order."""
        return list(dict.fromkeys(re.findall(pattern, self.text)))

    def first(self, pattern: str) -> str:
        """The first match of the pattern; raises WalkStopped."""
        found = self.find(pattern)
        if not found:
            raise WalkStopped(f"{self} has nothing like {pattern}")
        return found[0]

    def __str__(self) -> str:
        request = self.response.request
        return f"{request.method} {request.url.raw_path.decode()} ({self.status})"


class Visitor:
    """A client that keeps its cookies and the last form token, and records every response."""

    def __init__(self, name: str, base_url: str, log: Log) -> None:
        self.name: Final = name
        self.log: Final = log
        self.http: Final = httpx.Client(
            base_url=base_url, timeout=TIMEOUT_SECONDS, verify=NO_TLS, trust_env=False
        )
        self._token = ""

    def get(self, path: str, **query: str) -> Answer:
        """The response to a GET; redirects are not followed."""
        return self._noted(self.http.get(path, params=query or None))

    def ask(self, method: str, path: str, **options: Any) -> Answer:
        """The response to any other request."""
        return self._noted(self.http.request(method, path, **options))

    def post(
        self, path: str, fields: Changes | None = None, files: Mapping[str, File] | None = None
    ) -> Answer:
        """The response to a form that is on no page, with the last form token."""
        return self._noted(
            self.http.post(path, data={**(fields or {}), "csrf_token": self._token}, files=files)
        )

    def send(
        self,
        page: Answer,
        ending: str,
        changes: Changes | None = None,
        files: Mapping[str, File] | None = None,
    ) -> Answer:
        """Submits the form whose address has this ending, with changed fields; a button is a field too."""
        form = page.form(ending)
        address = urljoin(str(page.response.url), form.action).partition("#")[0]
        values = form.values(changes or {})
        if form.method == "get":
            return self._noted(self.http.get(address, params=values))
        return self._noted(self.http.post(address, data=values, files=files))

    def follow(self, answer: Answer) -> Answer:
        """The page at the end of a redirect; any other response is returned unchanged."""
        for _step in range(MOST_REDIRECTS):
            if not answer.response.has_redirect_location:
                return answer
            answer = self.get(answer.location)
        raise WalkStopped(f"{answer} leads on and on")

    def sign_in(self, username: str) -> Answer:
        """The start page of this demo account."""
        page = self.follow(self.get("/identity/sign-in"))
        return self.follow(self.send(page, "", {"username": username, "password": PASSWORD}))

    def _noted(self, response: httpx.Response) -> Answer:
        self.log.answer(self.name, response)
        is_page = response.headers.get("content-type", "").startswith("text/html")
        if is_page and (found := TOKEN.search(response.text)):
            self._token = found[1]
        return Answer(response)


class Program(Visitor):
    """An agency's system: it gets a token for its secret and sends JSON to /api/v1."""

    def sign_in(self, username: str) -> Answer:
        """The response with the token; `username` is the agency's role."""
        name = username.replace("_", "-")
        answer = self.ask(
            "POST",
            "/identity/token",
            data={"grant_type": "client_credentials", "scope": "hall"},
            auth=(f"demo-{name}", f"demo-secret-{name}"),
        )
        self.http.headers["Authorization"] = f"Bearer {answer.response.json()['access_token']}"
        return answer

    def api(self, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of the response to a GET, or to a POST of `body`."""
        method = "GET" if body is None else "POST"
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask(method, f"/api/v1{path}", json=body, headers=given).response.json()
