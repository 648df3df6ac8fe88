"""Addresses of webhook receivers: which ones the hall calls."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from services_hall.agency_systems.models import LONGEST_URL
from services_hall.identity.errors import SystemFault

HTTP, HTTPS = "http", "https"
PORTS: Final = {HTTP: 80, HTTPS: 443}


class ReceiverRefused(Exception):
    """The hall does not call this address."""

    def __init__(self, fault: SystemFault) -> None:
        super().__init__(fault)
        self.fault = fault


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
