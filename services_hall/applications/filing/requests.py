"""Who files what, through which channel, by which request."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from certificate_store.holders import Holder
from services_hall.applications.certificates.source_checks import NO_SOURCE, FiledSource
from services_hall.applications.delivery.choice import UNDECIDED_DELIVERY, DeliveryChoice
from services_hall.applications.enumerations import Channel
from services_hall.applications.parties import Party


@dataclass(frozen=True)
class Applicant:
    """The applicant: account, if there is one, holder of the rights, contact data, and all parties."""

    account_id: int | None
    holder: Holder
    phone: str
    parties: Sequence[Party]


@dataclass(frozen=True)
class Request:
    """The identity of a request: its owner, its idempotency key, and the hash of its content."""

    filed_by_id: int
    idempotency_key: str
    hash: bytes


@dataclass(frozen=True)
class Submission:
    """How an application is filed: by which request, through which channel, for which division.

    `grant_request` is the request for which the holder permits the use of certificates.
    """

    request: Request
    channel: Channel
    division_code: str
    grant_request: str
    delivery: DeliveryChoice = UNDECIDED_DELIVERY
    source: FiledSource = NO_SOURCE


def request_hash(*parts: Any) -> bytes:
    """A 32-byte hash of the request content, independent of the order of its keys."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).digest()
