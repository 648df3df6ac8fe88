"""What a link or a code sent to the owner of an account is for (pure)."""

from enum import StrEnum


class ProofPurpose(StrEnum):
    """What somebody proves by a link or a code that was sent to them."""

    VERIFY_EMAIL = "verify_email"
    VERIFY_PHONE = "verify_phone"
    RECOVER = "recover"
