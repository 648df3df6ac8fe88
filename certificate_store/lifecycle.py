"""The states of a certificate, as tables: what may follow what, and what a certificate proves on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from certificate_store.errors import TransitionRefused


class Status(StrEnum):
    """The recorded status (证照状态); that a certificate expired is not recorded, it follows from the day."""

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


class Action(StrEnum):
    """What the issuing agency may do to a certificate."""

    CORRECT = "correct"
    SUSPEND = "suspend"
    RESTORE = "restore"
    CANCEL = "cancel"


class Standing(StrEnum):
    """What a certificate is worth on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


NEXT_STATUS: Final = {
    (Status.ACTIVE, Action.CORRECT): Status.ACTIVE,
    (Status.ACTIVE, Action.SUSPEND): Status.FUNCTION_SUSPENDED,
    (Status.ACTIVE, Action.CANCEL): Status.CANCELLED,
    (Status.FUNCTION_SUSPENDED, Action.CORRECT): Status.FUNCTION_SUSPENDED,
    (Status.FUNCTION_SUSPENDED, Action.RESTORE): Status.ACTIVE,
    (Status.FUNCTION_SUSPENDED, Action.CANCEL): Status.CANCELLED,
}


def next_status(status: Status, action: Action) -> Status:
    """The status after that step; raises TransitionRefused for one that is not in the table."""
    try:
        return NEXT_STATUS[status, action]
    except KeyError:
        raise TransitionRefused(status, action) from None


def standing(
    status: Status, *, is_current: bool, valid_from: date, valid_to: date | None, on: date
) -> Standing:
    """What a certificate is worth on a local day; `valid_to` is its last day, None means without end.

    A cancelled one stays cancelled whatever the day; a version that was replaced proves nothing any more.
    """
    if status is Status.CANCELLED:
        return Standing.CANCELLED
    if not is_current:
        return Standing.SUPERSEDED
    if valid_to is not None and on > valid_to:
        return Standing.EXPIRED
    if on < valid_from:
        return Standing.NOT_YET
    return Standing.SUSPENDED if status is Status.FUNCTION_SUSPENDED else Standing.IN_FORCE
