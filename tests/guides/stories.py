"""Editions brought to a status by the real rules, for tests."""

from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from guides import approval, drafting, publishing
from guides.models import GuideEdition
from tests.guides.factory import guide_content

NOW: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday 10:00 in China
EDITOR: Final = "editor"
APPROVER: Final = "approver"


def drafted(session: Session, *, now: datetime = NOW, **changes: Any) -> GuideEdition:
    content = guide_content(**changes)
    return drafting.open_draft(session, item_code=content["code"], content=content, author=EDITOR, now=now)


def submitted(session: Session, *, now: datetime = NOW, **changes: Any) -> GuideEdition:
    return drafting.submit(session, drafted(session, now=now, **changes), author=EDITOR, now=now)


def approved(
    session: Session, *, now: datetime = NOW, effective_on: date | None = None, **changes: Any
) -> GuideEdition:
    edition = submitted(session, now=now, **changes)
    return approval.approve(session, edition, approver=APPROVER, now=now, effective_on=effective_on)


def published(session: Session, *, now: datetime = NOW, **changes: Any) -> GuideEdition:
    return publishing.publish(session, approved(session, now=now, **changes), now=now)
