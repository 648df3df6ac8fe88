"""An SMTP server (RFC 5321) of the tests: it keeps what it is sent, or refuses it; with or without TLS."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True)
class MailTls:
    """The TLS of a server: from the first byte (SMTPS), or after STARTTLS (RFC 3207)."""

    context: ssl.SSLContext
    is_implicit: bool


class MailServer(socketserver.ThreadingTCPServer):
    """The server; `refusal` is the answer to every recipient, such as "550 no such user"."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: str = LOOPBACK, tls: MailTls | None = None) -> None:
        super().__init__((address, 0), MailSession)
        self.tls = tls
        self.mails: list[EmailMessage] = []
        self.sign_ins: list[str] = []
        """Whether each sign-in came encrypted, and what it was."""
        self.refusal = ""

    @property
    def url(self) -> str:
        """The setting for this server."""
        address, port = self.server_address[:2]
        scheme = "smtps" if self.tls is not None and self.tls.is_implicit else "smtp"
        return f"{scheme}://{address!s}:{port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not trust the certificate breaks the handshake off."""


class MailSession(socketserver.StreamRequestHandler):
    """One connection."""

    server: MailServer

    def handle(self) -> None:
        tls = self.server.tls
        if tls is not None and tls.is_implicit:
            self._encrypt(tls)
        self._say("220 mail.example")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                return self._say("221 bye")
            self._answer(verb, line.decode().strip())

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def _answer(self, verb: bytes, line: str) -> None:
        if verb == b"DATA":
            self._take()
        elif verb == b"RCPT":
            self._say(self.server.refusal or "250 ok")
        elif verb == b"EHLO" and self.server.tls is not None:
            self._say("250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN")
        elif verb == b"STAR" and self.server.tls is not None:
            self._say("220 go on")
            self._encrypt(self.server.tls)
        elif verb == b"AUTH":
            encrypted = "encrypted" if isinstance(self.request, ssl.SSLSocket) else "in the clear"
            self.server.sign_ins.append(f"{encrypted}: {line}")
            self._say("235 welcome")
        else:
            self._say("250 ok" if verb in {b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"} else "502 no")

    def _encrypt(self, tls: MailTls) -> None:
        plain: socket.socket = self.request
        self.request = tls.context.wrap_socket(plain, server_side=True)
        self.rfile = self.request.makefile("rb")
        self.wfile = self.request.makefile("wb", buffering=0)

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.server.mails.append(mail)
        self._say("250 taken")

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_server(address: str = LOOPBACK, tls: MailTls | None = None) -> Iterator[MailServer]:
    """The server in a thread of its own."""
    with MailServer(address, tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
