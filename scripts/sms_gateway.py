"""Example gateway for text messages: prints what the hall sends to HALL_SMS_URL, one JSON a line.

A real gateway hands the messages to an operator instead. Run: python scripts/sms_gateway.py --token SECRET
"""

import argparse
import hmac
import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any, Final

FIELDS: Final = ("key", "to", "text")
LONGEST_BODY: Final = 10_000
LONGEST_TEXT: Final = 500


class Gateway(ThreadingHTTPServer):
    """The server with its token and the keys of the messages that were taken."""

    daemon_threads = True

    def __init__(self, port: int, token: str) -> None:
        super().__init__(("127.0.0.1", port), Messages)
        self.token = token
        self._taken: set[str] = set()
        self._lock = Lock()

    def take(self, message: dict[str, str]) -> bool:
        """Pass a message on, once for each key; returns whether it was new."""
        with self._lock:
            if message["key"] in self._taken:
                return False
            self._taken.add(message["key"])
            print(json.dumps(message, ensure_ascii=False), flush=True)
            return True


class Messages(BaseHTTPRequestHandler):
    """POST /messages with a bearer token and {"key", "to", "text"}: 202, or 200 for a key that is known."""

    server: Gateway

    def do_POST(self) -> None:
        """Take a message."""
        given = self.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self.server.token}".encode()):
            return self._answer(HTTPStatus.UNAUTHORIZED)
        message = self._message()
        if self.path != "/messages" or message is None:
            return self._answer(HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._answer(HTTPStatus.ACCEPTED if self.server.take(message) else HTTPStatus.OK)

    def _message(self) -> dict[str, str] | None:
        """The message in the body, or None if it is none."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LONGEST_BODY:
            return None
        try:
            body: Any = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        if not isinstance(body, dict) or not all(isinstance(body.get(one), str) for one in FIELDS):
            return None
        message = {one: body[one] for one in FIELDS}
        return message if all(message.values()) and len(message["text"]) <= LONGEST_TEXT else None

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not logged: the messages are personal."""


def main() -> None:
    """Serve until the process is stopped; the first line says where."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8026)
    arguments.add_argument("--token", required=True)
    given = arguments.parse_args()
    with Gateway(given.port, given.token) as gateway:
        print(f"http://127.0.0.1:{gateway.server_port}/messages", flush=True)
        gateway.serve_forever()


if __name__ == "__main__":
    main()
