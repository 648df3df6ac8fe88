"""Purposes of the links and codes sent to the owner of an account (pure)."""

from enum import StrEnum


class ProofPurpose(StrEnum):
    """What somebody proves by a link or a code that was sent to them."""

    VERIFY_EMAIL = "verify_email"
    VERIFY_PHONE = "verify_phone"
    RECOVER = "recover"
