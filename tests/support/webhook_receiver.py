"""A receiver of webhooks as a process of its own: it keeps each message, and answers as it is told.

Started with a folder: `answer` there holds the status to answer with, for a redirect the address too.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.support.processes import free_port, run_process

MESSAGES, ANSWER = "messages.jsonl", "answer"


class Receiver(BaseHTTPRequestHandler):
    """Keeps a message before it answers."""

    def do_POST(self) -> None:
        folder = Path(sys.argv[2])
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        kept = {"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}, "body": body}
        with (folder / MESSAGES).open("a") as file:
            file.write(json.dumps(kept) + "\n")
        status, _, location = (folder / ANSWER).read_text().partition(" ")
        self.send_response(int(status))
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()


@dataclass(frozen=True)
class RunningReceiver:
    """The receiver's address and what it has got."""

    url: str
    folder: Path

    def answer(self, status: str) -> None:
        """Answer so from now on: a status, and for a redirect the address."""
        (self.folder / ANSWER).write_text(status)

    def messages(self) -> list[dict[str, Any]]:
        """Every message so far."""
        file = self.folder / MESSAGES
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@contextmanager
def webhook_receiver(folder: Path) -> Iterator[RunningReceiver]:
    """The receiver, which runs during the block."""
    port = free_port()
    receiver = RunningReceiver(f"http://127.0.0.1:{port}/hook?of=agency", folder)
    receiver.answer("204")
    command = [sys.executable, "-m", "tests.support.webhook_receiver", str(port), folder]
    with run_process(command, cwd=Path(__file__).parents[2]) as process:
        process.wait_for_output("listening", 20)
        yield receiver


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver) as server:
        sys.stdout.write("listening\n")
        sys.stdout.flush()
        server.serve_forever()
