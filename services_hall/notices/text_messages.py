"""Sending of text messages over a gateway's HTTP interface, as described in docs/operations.md."""

import ssl
from functools import cache
from http import HTTPStatus
from typing import Final

import httpx

from services_hall.notices.messages import OutgoingText, SendingFailed, SendingRefused
from services_hall.settings import Settings

TIMEOUT_SECONDS: Final = 10.0
PASSING: Final = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
)
"""Refusals that have to do with the gateway or its token, not with the message."""


def send_text(settings: Settings, phone: str, text: OutgoingText, *, key: str) -> None:
    """Send the short text to this number; the gateway sends a message with a known `key` only once.

    Raises SendingFailed, and SendingRefused where another attempt is useless.
    """
    try:
        answer = httpx.post(
            settings.sms_url or "",
            json={"key": key, "to": phone, "text": text.short},
            headers={"Authorization": f"Bearer {settings.sms_token}"},
            timeout=TIMEOUT_SECONDS,
            verify=_trusted_certificates(),
        )
    except httpx.HTTPError as error:
        raise SendingFailed(f"短信网关没有应答（{type(error).__name__}）") from None
    if answer.is_success:
        return
    is_final = answer.is_client_error and answer.status_code not in PASSING
    refused = SendingRefused if is_final else SendingFailed
    raise refused(f"短信网关没有收下短信（{answer.status_code}）")


@cache
def _trusted_certificates() -> ssl.SSLContext:
    """Read once for each process: httpx would read them again for every message, which takes 25 ms."""
    return httpx.create_ssl_context()
