"""Canonical bytes of terms and their SHA-256."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any


def canonical_bytes(content: Mapping[str, Any]) -> bytes:
    """The bytes that represent `content` in every channel: sorted keys, no blanks, NFC, UTF-8."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", written).encode()


def terms_hash(canonical_bytes: bytes) -> str:
    """The SHA-256 of canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes).hexdigest()


def short_hash(sha256: str) -> str:
    """The first eight digits in the form shown to people: 7f3a 9c21."""
    return f"{sha256[:4]} {sha256[4:8]}"
