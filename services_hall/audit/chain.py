"""Hash chain: each link is a keyed hash of an entry and the previous link (pure)."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

FIRST: Final = "0" * 64


def chain_key(secret: str) -> bytes:
    """The chain's key, derived from the site's secret key: database access alone cannot forge links."""
    return hmac.digest(secret.encode(), b"audit chain", hashlib.sha256)


def chain_link(
    key: bytes,
    previous: str,
    *,
    seq: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Any],
) -> str:
    """The hash of one entry after the link `previous`, in hexadecimal."""
    fields = [
        previous,
        seq,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor,
        action,
        subject,
        details,
    ]
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
