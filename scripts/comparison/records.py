"""Records of a hall's responses in a comparable form."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import httpx

from comparison.naming import Names

UNCOMPARED: Final = frozenset({"date", "server", "content-length", "connection", "transfer-encoding"})
"""Headers that say nothing of what the hall does."""
GIVEN_WHEN_SLOW: Final = "x-request-id"
"""Stands on answers that write or fail, and on others when they took long."""
TEXTS: Final = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/yaml",
    "application/xml",
)
PDF: Final = "application/pdf"
NEXT_PAGE: Final = "\n---- next page ----\n"


@dataclass(frozen=True)
class Record:
    """One response: a label that is the same in both halls, and the compared text."""

    label: str
    text: str


@dataclass(frozen=True)
class Visit:
    """Visitor, address and result of one request, to find out later what was never requested."""

    visitor: str
    method: str
    path: str
    status: int


class Log:
    """All responses of one hall in order."""

    def __init__(self, names: Names) -> None:
        self.names: Final = names
        self.records: Final[dict[str, Record]] = {}
        self.visits: Final[list[Visit]] = []
        self.stopped: Final[list[str]] = []
        self._chapter = ""
        self._counts: Final[Counter[str]] = Counter()
        self._pdf_texts: Final[dict[str, str]] = {}

    @contextmanager
    def chapter(self, name: str) -> Iterator[None]:
        """A part of the walk; a failure is recorded, and the next part begins."""
        self._chapter = name
        try:
            yield
        except Exception as error:
            self.stopped.append(f"{name}: {type(error).__name__}: {error}")

    def add(self, label: str, text: str) -> None:
        """Records a text that is not a response, such as the help of a command."""
        label = f"{self._chapter}/{label}"
        self.records[label] = Record(label, self.names.named(text, label))

    def answer(self, visitor: str, response: httpx.Response) -> None:
        """Records a response."""
        request = response.request
        address = request.url.raw_path.decode()
        self.visits.append(Visit(visitor, request.method, address, response.status_code))
        label = f"{self._chapter}/{visitor} {request.method} {self.names.label(address)}"
        self._counts[label] += 1
        if self._counts[label] > 1:
            label = f"{label} #{self._counts[label]}"
        lines = [f"status: {response.status_code}", *self._headers(response, label)]
        body = self.names.named(self._body(response), label)
        self.records[label] = Record(label, "\n".join([*lines, "", body]))

    def _headers(self, response: httpx.Response, label: str) -> list[str]:
        told = ((name.lower(), value) for name, value in response.headers.multi_items())
        is_plain = response.request.method == "GET" and not response.is_error
        left_out = UNCOMPARED | {GIVEN_WHEN_SLOW} if is_plain else UNCOMPARED
        return sorted(
            f"{name}: {self.names.header(name, value, label)}" for name, value in told if name not in left_out
        )

    def _body(self, response: httpx.Response) -> str:
        media_type = response.headers.get("content-type", "").partition(";")[0]
        if not response.content:
            return ""
        if media_type.endswith("json"):
            return json.dumps(response.json(), ensure_ascii=False, indent=1)
        if media_type == PDF:
            return self._pdf_text(response.content)
        if media_type.startswith(TEXTS) or media_type.endswith("+xml"):
            return response.text
        return f"{len(response.content)} bytes, SHA-256 {sha256(response.content).hexdigest()}"

    def _pdf_text(self, data: bytes) -> str:
        """The text with its layout; the widths of gaps depend on random numbers."""
        mark = sha256(data).hexdigest()
        if mark not in self._pdf_texts:
            command = ["pdftotext", "-layout", "-", "-"]
            done = subprocess.run(command, input=data, capture_output=True, check=True)
            text = re.sub(r"(?<=\S) {2,}", "  ", done.stdout.decode())
            self._pdf_texts[mark] = re.sub(r"^ +", "", text, flags=re.MULTILINE).replace("\f", NEXT_PAGE)
        return self._pdf_texts[mark]
