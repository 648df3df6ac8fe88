"""The short-lived token that binds the page on the second screen to one state of one draft."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Final

from certificate_store.encryption import decrypt, encrypt
from certificate_store.errors import DecryptionFailed
from services_hall.clock import utc_now

PURPOSE: Final = "last_look"
VALID_FOR: Final = timedelta(minutes=15)


def new_token(draft: str, digest: str) -> str:
    """A token for the content with this digest."""
    text = json.dumps([draft, digest, (utc_now() + VALID_FOR).timestamp()]).encode()
    return urlsafe_b64encode(encrypt(text, associated=PURPOSE)).decode()


def digest_in(token: str, draft: str) -> str | None:
    """The digest in the token of this draft; None for a token that is over, of another draft, or no token."""
    try:
        of, digest, until = json.loads(decrypt(urlsafe_b64decode(token), associated=PURPOSE))
    except (DecryptionFailed, TypeError, ValueError):
        return None
    return str(digest) if of == draft and until > utc_now().timestamp() else None
