"""The applicant's last look at a draft at a window: what was confirmed, in which way, and when."""

from datetime import datetime
from enum import StrEnum

from services_hall.applications.drafts.pinned_drafts import snapshot_of
from services_hall.applications.errors import DraftChanged
from services_hall.applications.models import Draft


class LookWay(StrEnum):
    """How the applicant confirmed the content of the draft."""

    SCREEN = "screen"
    """On the second screen of the window."""
    PAPER = "paper"
    """With a signature on the printed sheet, which the clerk has seen."""


def record_look(draft: Draft, digest: str, *, way: LookWay, now: datetime) -> None:
    """Note that the applicant confirmed the content with this digest; raises DraftChanged for another."""
    if snapshot_of(draft).digest != digest:
        raise DraftChanged
    draft.last_look = {"digest": digest, "way": way.value, "at": now.isoformat()}


def confirmed_way(draft: Draft) -> LookWay | None:
    """In which way the applicant confirmed what the draft says now; None for a draft that changed since."""
    look = draft.last_look
    if look is None or look["digest"] != snapshot_of(draft).digest:
        return None
    return LookWay(look["way"])
