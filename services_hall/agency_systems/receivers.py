"""Receivers of webhooks: which addresses the hall calls, and one call of one of them.

The name of a receiver is resolved once for each call; the addresses are checked, and the call goes to a
checked one, so that a name cannot lead into the network of the hall.
"""

import socket
import ssl
from collections.abc import Mapping
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from services_hall.agency_systems.models import LONGEST_URL
from services_hall.identity.errors import SystemFault
from services_hall.jobs.errors import JobError

TIMEOUT_SECONDS: Final = 5.0
HTTP, HTTPS = "http", "https"
PORTS: Final = {HTTP: 80, HTTPS: 443}


class ReceiverRefused(Exception):
    """The hall does not call this address."""

    def __init__(self, fault: SystemFault) -> None:
        super().__init__(fault)
        self.fault = fault


class DeliveryFailed(JobError):
    """The receiver did not take the message this time."""


def check_receiver(url: str, *, is_loopback_site: bool) -> str:
    """An address, literal, that the hall may call for this URL.

    Receivers are called over https, at public addresses. A site that only this machine can reach also calls
    receivers on this machine, over http too. Raises ReceiverRefused.
    """
    parts = _split(url)
    addresses = _addresses(parts.hostname or "", parts.port or PORTS[parts.scheme])
    if all(address.is_loopback for address in addresses):
        if not is_loopback_site:
            raise ReceiverRefused(SystemFault.URL_INTERNAL)
    elif parts.scheme != HTTPS:
        raise ReceiverRefused(SystemFault.URL_NOT_ENCRYPTED)
    elif not all(_is_public(address) for address in addresses):
        raise ReceiverRefused(SystemFault.URL_INTERNAL)
    return str(addresses[0])


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


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or len(url) > LONGEST_URL or not url.isascii() or not url.isprintable():
        raise ReceiverRefused(SystemFault.URL_INVALID)
    if parts.scheme not in PORTS or parts.username is not None or parts.fragment or " " in url:
        raise ReceiverRefused(SystemFault.URL_INVALID)
    return parts


def _addresses(host: str, port: int) -> list[IPv4Address | IPv6Address]:
    """All addresses of the name, those of IPv4 within IPv6 as IPv4."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ReceiverRefused(SystemFault.URL_UNKNOWN_NAME) from None
    addresses = [ip_address(str(sockaddr[0]).partition("%")[0]) for *_names, sockaddr in found]
    return [getattr(one, "ipv4_mapped", None) or one for one in addresses]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


@cache
def _client() -> httpx.Client:
    """One for each process; it follows no redirect and takes no proxy from the environment."""
    return httpx.Client(
        timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False, verify=ssl.create_default_context()
    )
