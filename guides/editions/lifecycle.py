"""Statuses of a guide or bundle edition, and the transitions between them."""

from typing import Final

from guides.enumerations import EditionAction, EditionStatus
from guides.errors import EditionTransitionRefused

NEXT_STATUS: Final = {
    (EditionStatus.DRAFT, EditionAction.REVISE): EditionStatus.DRAFT,
    (EditionStatus.DRAFT, EditionAction.SUBMIT): EditionStatus.SUBMITTED,
    (EditionStatus.DRAFT, EditionAction.WITHDRAW): EditionStatus.WITHDRAWN,
    (EditionStatus.SUBMITTED, EditionAction.SEND_BACK): EditionStatus.DRAFT,
    (EditionStatus.SUBMITTED, EditionAction.APPROVE): EditionStatus.APPROVED,
    (EditionStatus.SUBMITTED, EditionAction.WITHDRAW): EditionStatus.WITHDRAWN,
    (EditionStatus.APPROVED, EditionAction.PUBLISH): EditionStatus.CURRENT,
    (EditionStatus.APPROVED, EditionAction.WITHDRAW): EditionStatus.WITHDRAWN,
    (EditionStatus.CURRENT, EditionAction.RETIRE): EditionStatus.RETIRED,
    (EditionStatus.CURRENT, EditionAction.WITHDRAW): EditionStatus.WITHDRAWN,
}


def next_edition_status(status: EditionStatus, action: EditionAction) -> EditionStatus:
    """The status after `action`; raises EditionTransitionRefused when the table has no such transition."""
    try:
        return NEXT_STATUS[status, action]
    except KeyError:
        raise EditionTransitionRefused(status, action) from None
