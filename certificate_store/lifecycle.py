"""Lifecycle of certificates: the table of allowed steps, and the standing of a certificate on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from certificate_store.errors import CertificateTransitionRefused


class CertificateStatus(StrEnum):
    """The recorded status (证照状态); expiry is not recorded but follows from the day."""

    ACTIVE = "active"
    FUNCTION_SUSPENDED = "function_suspended"
    CANCELLED = "cancelled"


class CancelCause(StrEnum):
    """Why a certificate was cancelled (注销): 行政许可法 arts. 69, 70."""

    ANNULLED = "annulled"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED_SURRENDER = "expired_surrender"
    DEATH_OR_DISSOLUTION = "death_or_dissolution"


class AuthorityRole(StrEnum):
    """What a key of the store's own signing authority signs: the other's certificate, or papers."""

    ROOT = "root"
    SIGNER = "signer"


class CertificateAction(StrEnum):
    """A step that the issuing agency may take with a certificate."""

    CORRECT = "correct"
    SUSPEND = "suspend"
    RESTORE = "restore"
    CANCEL = "cancel"


class UseOutcome(StrEnum):
    """What came of a use of a certificate: a check for a material, a question by an agency, a download."""

    PROVED = "proved"
    NOT_HELD = "not_held"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    HELD = "held"
    NONE_HELD = "none_held"
    DOWNLOADED = "taken"


class Standing(StrEnum):
    """Whether a certificate is in force on a day, and if not, why."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


NEXT_STATUS: Final = {
    (CertificateStatus.ACTIVE, CertificateAction.CORRECT): CertificateStatus.ACTIVE,
    (CertificateStatus.ACTIVE, CertificateAction.SUSPEND): CertificateStatus.FUNCTION_SUSPENDED,
    (CertificateStatus.ACTIVE, CertificateAction.CANCEL): CertificateStatus.CANCELLED,
    (CertificateStatus.FUNCTION_SUSPENDED, CertificateAction.CORRECT): CertificateStatus.FUNCTION_SUSPENDED,
    (CertificateStatus.FUNCTION_SUSPENDED, CertificateAction.RESTORE): CertificateStatus.ACTIVE,
    (CertificateStatus.FUNCTION_SUSPENDED, CertificateAction.CANCEL): CertificateStatus.CANCELLED,
}


def next_status(status: CertificateStatus, action: CertificateAction) -> CertificateStatus:
    """The status after this step; raises CertificateTransitionRefused for a step that is not in the table."""
    try:
        return NEXT_STATUS[status, action]
    except KeyError:
        raise CertificateTransitionRefused(status, action) from None


def standing(
    status: CertificateStatus, *, is_current: bool, valid_from: date, valid_to: date | None, on: date
) -> Standing:
    """The standing of a certificate on a local day; `valid_to` is its last day, None means without end.

    A cancelled certificate counts as cancelled on any day; a replaced version no longer proves anything.
    """
    if status is CertificateStatus.CANCELLED:
        return Standing.CANCELLED
    if not is_current:
        return Standing.SUPERSEDED
    if valid_to is not None and on > valid_to:
        return Standing.EXPIRED
    if on < valid_from:
        return Standing.NOT_YET
    return Standing.SUSPENDED if status is CertificateStatus.FUNCTION_SUSPENDED else Standing.IN_FORCE
