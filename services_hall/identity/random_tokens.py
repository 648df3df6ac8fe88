"""Random tokens; only their hashes are stored."""

import hashlib
import secrets
from typing import Final

TOKEN_BYTES: Final = 32
PUBLIC_ID_BYTES: Final = 16


def new_token() -> str:
    """256 random bits as text for a cookie or a URL."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_public_id() -> str:
    """128 random bits as text: a public id that cannot be guessed."""
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)


def fingerprint(token: str) -> bytes:
    """The SHA-256 for finding a random token; a slow hash is unnecessary for 256 random bits."""
    return hashlib.sha256(token.encode()).digest()
