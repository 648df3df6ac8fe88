"""E-mail over TLS: by STARTTLS and by SMTPS, only to a server whose certificate holds for its address."""

import base64
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from services_hall.notices.mail import send_mail
from services_hall.notices.messages import OutgoingText, SendingFailed
from services_hall.settings import Settings
from tests.support.mail_server import MailServer, MailTls, mail_server
from tests.support.small_hall import settings_for
from tests.support.tls_certificates import Authority

SERVER: Final = "127.0.0.2"
"""This machine, by an address at which the hall demands encryption."""
TEXT: Final = OutgoingText("题目", "正文", "短信")
WAYS: Final = pytest.mark.parametrize("is_implicit", [False, True], ids=["starttls", "smtps"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authorities")


@pytest.fixture(scope="module")
def trusted(folder: Path) -> Authority:
    return Authority(folder, "trusted")


@pytest.fixture(autouse=True)
def trust(trusted: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.file))


def settings_of(server: MailServer, folder: Path) -> Settings:
    """The settings of a hall that signs in at the server."""
    url = server.url.replace("://", "://hall:p%40ss@")
    return replace(settings_for(folder, "sqlite://"), smtp_url=url, mail_from="hall@mail.example")


@WAYS
def test_name_password_and_mail_are_sent_encrypted(
    trusted: Authority, folder: Path, is_implicit: bool
) -> None:
    tls = MailTls(trusted.server_context(SERVER), is_implicit)
    with mail_server(SERVER, tls) as server:
        send_mail(settings_of(server, folder), "li@mail.example", TEXT, key="one")
        (mail,) = server.mails
        assert (mail["Subject"], mail.get_content().strip()) == ("题目", "正文")
        secret = base64.b64encode(b"\0hall\0p@ss").decode()
        assert server.sign_ins == [f"encrypted: AUTH PLAIN {secret}"]


@WAYS
@pytest.mark.parametrize("fault", ["unknown authority", "another address"])
def test_a_server_whose_certificate_does_not_hold_gets_neither_password_nor_mail(
    trusted: Authority, folder: Path, fault: str, is_implicit: bool
) -> None:
    if fault == "unknown authority":
        context = Authority(folder, "unknown").server_context(SERVER)
    else:
        context = trusted.server_context("127.0.0.3")
    with mail_server(SERVER, MailTls(context, is_implicit)) as server:
        with pytest.raises(SendingFailed, match="证书"):
            send_mail(settings_of(server, folder), "li@mail.example", TEXT, key="one")
        assert (server.mails, server.sign_ins) == ([], [])


def test_a_server_elsewhere_without_encryption_gets_nothing(folder: Path) -> None:
    with mail_server(SERVER) as server:
        with pytest.raises(SendingFailed, match="不支持加密"):
            send_mail(settings_of(server, folder), "li@mail.example", TEXT, key="one")
        assert server.mails == []
