"""One call of a webhook receiver.

The name is resolved once for each call; the addresses are checked, and the call goes to a checked one, so
that a name cannot lead into the network of the hall.
"""

import ssl
from collections.abc import Mapping
from functools import cache
from typing import Final

import httpx

from services_hall.agency_systems.receiver_addresses import ReceiverRefused, check_receiver
from services_hall.jobs.errors import JobError

TIMEOUT_SECONDS: Final = 5.0


class DeliveryFailed(JobError):
    """The receiver did not take the message this time."""


def call_receiver(url: str, body: bytes, headers: Mapping[str, str], *, is_loopback_site: bool) -> None:
    """Send one message; a redirect is not followed. Raises DeliveryFailed unless the answer is 2xx."""
    try:
        address = check_receiver(url, is_loopback_site=is_loopback_site)
    except ReceiverRefused as refused:
        raise DeliveryFailed(f"接收地址不能用（{refused.fault}）") from None
    target = httpx.URL(url)
    own = {"Host": target.netloc.decode(), "Content-Type": "application/json", "User-Agent": "services-hall"}
    try:
        with _client().stream(
            "POST",
            target.copy_with(host=address),
            content=body,
            headers={**own, **headers},
            extensions={"sni_hostname": target.host},
        ) as answer:  # whose body is not read: it may be of any length
            status, is_redirect, is_success = answer.status_code, answer.is_redirect, answer.is_success
    except httpx.HTTPError as error:
        raise DeliveryFailed(f"接收系统没有应答（{type(error).__name__}）") from None
    if is_redirect:
        raise DeliveryFailed(f"接收系统要求转到别的地址（{status}），不转")
    if not is_success:
        raise DeliveryFailed(f"接收系统没有收下（{status}）")


@cache
def _client() -> httpx.Client:
    """One for each process; it follows no redirect and takes no proxy from the environment."""
    return httpx.Client(
        timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False, verify=ssl.create_default_context()
    )
