"""An agency's own system for a whole day, in one file, with the standard library alone.

    CLIENT_SECRET=… python case_system.py http://127.0.0.1:8000 CLIENT_ID FOLDER

It follows the change feed of the agency's cases. For each case it makes a folder below FOLDER, downloads the
files of the applicant and accepts the case. An officer decides: the agency's program writes the body of the
decision as `decision.json` into the folder of the case; it is sent, and the papers are downloaded once they
are made. The cursor is kept in FOLDER, so the program may be stopped and started at any time: what it did
before, it finds done. `--until-idle` ends it when nothing is left to do.
"""

import argparse
import base64
import json
import logging
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

ATTEMPTS = 5
TIMEOUT_SECONDS = 30
UNAUTHORIZED, CONFLICT, TOO_MANY, UNAVAILABLE = 401, 409, 429, 503
logger = logging.getLogger("case_system")


class Refused(Exception):
    """The hall answered with an error; `document` is its problem document (RFC 9457)."""

    def __init__(self, status: int, document: dict[str, Any]) -> None:
        super().__init__(f"{status} {document.get('code', '')}: {document.get('errors') or document}")
        self.status = status


@dataclass
class Hall:
    """The API of the hall; the token is requested again when it has expired."""

    address: str
    client_id: str
    secret: str
    token: str = ""

    def get(self, path: str, **query: object) -> Any:
        """The document at a path below /api/v1."""
        words = urllib.parse.urlencode(query)
        return json.loads(self.send(f"/api/v1{path}{'?' if words else ''}{words}"))

    def post(self, path: str, body: object = None) -> Any:
        """The answer to a POST of JSON."""
        return json.loads(self.send(f"/api/v1{path}", json.dumps(body or {}).encode()))

    def send(self, path: str, body: bytes | None = None) -> bytes:
        """The content at a path of the hall; waits where the hall is busy, restarting or away."""
        for attempt in range(ATTEMPTS):
            try:
                return self._send_once(path, body)
            except Refused as refused:
                if refused.status == UNAUTHORIZED and self.token:
                    self.token = ""
                elif refused.status not in {TOO_MANY, UNAVAILABLE}:
                    raise
            except OSError as error:
                logger.warning("no answer: %s", error)
            time.sleep(attempt)
        raise OSError(f"no answer of {self.address} for {path}")

    def _send_once(self, path: str, body: bytes | None) -> bytes:
        if not self.token:
            self.token = self._new_token()
        headers = {"Authorization": f"Bearer {self.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self._open(urllib.request.Request(self.address + path, body, headers))  # noqa: S310 - the hall

    def _new_token(self) -> str:
        credentials = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": "hall"}).encode()
        headers = {"Authorization": f"Basic {credentials}"}
        request = urllib.request.Request(f"{self.address}/identity/token", form, headers)  # noqa: S310
        return str(json.loads(self._open(request))["access_token"])

    def _open(self, request: urllib.request.Request) -> bytes:
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, _document(error.read())) from None


def _document(content: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(content))
    except ValueError:
        return {}


@dataclass
class Desk:
    """The agency's work: its folder, with a folder for each case."""

    hall: Hall
    folder: Path

    def work(self) -> bool:
        """One round; returns whether anything was done or is still awaited."""
        changes = list(self.new_changes())
        decided = [self.send_decision(file) for file in sorted(self.folder.glob("*/decision.json"))]
        awaited = [self.fetch_papers(mark.parent) for mark in sorted(self.folder.glob("*/awaits-papers"))]
        return bool(changes) or any(decided) or any(awaited)

    def new_changes(self) -> Iterator[dict[str, Any]]:
        """The changes since the last time, each after it was handled; the cursor follows."""
        cursor = self.folder / "cursor"
        after = int(cursor.read_text()) if cursor.exists() else 0
        while items := self.hall.get("/case-changes", after=after, limit=100)["items"]:
            for change in items:
                self.handle(change)
                after = change["number"]
                replace(cursor, str(after).encode())
                yield change

    def handle(self, change: dict[str, Any]) -> None:
        """What a change asks of the agency: the change may be old, so the case is read."""
        if change["to"] != "received":
            return
        case = self.hall.get(f"/cases/{change['case']}")
        if case["state"] != "received":
            return
        self.fetch_files(case)
        try:
            self.hall.post(f"/cases/{case['number']}/acceptance")
        except Refused as refused:  # materials are missing, or somebody was faster: an officer looks at it
            if refused.status != CONFLICT:
                raise
            logger.warning("%s is not accepted: %s", case["number"], refused)
        else:
            logger.info("accepted %s", case["number"])

    def fetch_files(self, case: dict[str, Any]) -> None:
        """The case and all its files, checked by their hashes."""
        folder = self.folder / case["number"]
        folder.mkdir(exist_ok=True)
        replace(folder / "case.json", json.dumps(case, ensure_ascii=False, indent=1).encode())
        for file in self.hall.get(f"/cases/{case['number']}/files")["items"]:
            content = self.hall.send(file["file"])
            if sha256(content).hexdigest() != file["sha256"]:
                raise ValueError(f"the file {file['id']} did not arrive as it was sent")
            replace(folder / f"{file['id']}{Path(file['name']).suffix}", content)

    def send_decision(self, file: Path) -> bool:
        """Send what an officer decided; a case that is decided already needs it no more."""
        number = file.parent.name
        if self.hall.get(f"/cases/{number}")["outcome"] is None:
            case = self.hall.post(f"/cases/{number}/decision", json.loads(file.read_text()))
            logger.info("decided %s: %s", number, case["outcome"])
        (file.parent / "awaits-papers").touch()
        file.replace(file.with_name("decision.sent.json"))
        return True

    def fetch_papers(self, folder: Path) -> bool:
        """The papers of a decided case; returns whether one is still being made."""
        papers = self.hall.get(f"/cases/{folder.name}/papers")["items"]
        for paper in papers:
            target = folder / f"{paper['kind']}-{Path(paper['file']).name}.pdf"
            if paper["is_made"] and not target.exists():
                replace(target, self.hall.send(paper["file"]))
        if all(paper["is_made"] for paper in papers):
            (folder / "awaits-papers").unlink()
            logger.info("papers of %s are here", folder.name)
            return False
        return True


def replace(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    partial = target.with_name(f"{target.name}.part")
    partial.write_bytes(content)
    partial.replace(target)


def main() -> None:
    """Work until stopped, or until nothing is left to do."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("hall", help="the address of the hall")
    parser.add_argument("client_id")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--until-idle", action="store_true", help="end when nothing is left to do")
    parser.add_argument("--pause", type=float, default=2.0, metavar="SECONDS", help="between two rounds")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    given.folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(Hall(given.hall.rstrip("/"), given.client_id, os.environ["CLIENT_SECRET"]), given.folder)
    while desk.work() or not given.until_idle:
        time.sleep(given.pause)


if __name__ == "__main__":
    main()
