"""Password hashing with Argon2id, limited to as many hashes at once as there are processors."""

import os
import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services_hall.identity.errors import PasswordTooShort

SHORTEST: Final = 10

# OWASP's minimum of 19 MiB and two passes: sixteen simultaneous sign-ins still need little memory.
_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_gate: Final = threading.BoundedSemaphore(os.cpu_count() or 1)
_nobody: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$c2VydmljZXMtaGFsbC0wMQ$T3BlbkdvdmVybm1lbnRTZXJ2aWNlc0hhbGwtMDEyMzQ"
)


def hash_password(password: str) -> str:
    """The Argon2id hash to store; raises PasswordTooShort."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(f"a password needs at least {SHORTEST} characters")
    with _gate:
        return _hasher.hash(password)


def is_password_right(password: str, password_hash: str | None) -> bool:
    """Whether the password matches the hash; False without a hash, after the same time."""
    with _gate:
        try:
            return _hasher.verify(password_hash or _nobody, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False
