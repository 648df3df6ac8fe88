"""Passwords: Argon2id hashes, at most as many reckoned at once as there are processors."""

import os
import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services_hall.identity.errors import PasswordTooShort

SHORTEST: Final = 10

# 19 MiB and two passes, the floor that OWASP names: sixteen threads that sign in at once stay small.
_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_gate: Final = threading.BoundedSemaphore(os.cpu_count() or 1)
_nobody: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$c2VydmljZXMtaGFsbC0wMQ$T3BlbkdvdmVybm1lbnRTZXJ2aWNlc0hhbGwtMDEyMzQ"
)


def hash_password(password: str) -> str:
    """The Argon2id hash to keep; raises PasswordTooShort."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(f"a password needs at least {SHORTEST} characters")
    with _gate:
        return _hasher.hash(password)


def is_password_right(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash; without a hash as slow as with one, and never right."""
    with _gate:
        try:
            return _hasher.verify(password_hash or _nobody, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False
