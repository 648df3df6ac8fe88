"""Editions of guides and bundles, brought to a status by the real rules with two persons."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from guides.editions import (
    EditionT,
    approve_edition,
    open_draft,
    publish_edition,
    submit_edition,
)

EDITOR: Final = "editor"
APPROVER: Final = "approver"


def draft_edition(
    session: Session,
    editions: type[EditionT],
    content: Mapping[str, Any],
    *,
    now: datetime,
) -> EditionT:
    code = content["code"]
    return open_draft(session, editions, code=code, content=content, author=EDITOR, now=now)


def submitted_edition(
    session: Session, editions: type[EditionT], content: Mapping[str, Any], *, now: datetime
) -> EditionT:
    return submit_edition(session, draft_edition(session, editions, content, now=now), author=EDITOR, now=now)


def approved_edition(
    session: Session,
    editions: type[EditionT],
    content: Mapping[str, Any],
    *,
    now: datetime,
    effective_on: date | None = None,
) -> EditionT:
    edition = submitted_edition(session, editions, content, now=now)
    return approve_edition(session, edition, approver=APPROVER, now=now, effective_on=effective_on)


def published_edition(
    session: Session, editions: type[EditionT], content: Mapping[str, Any], *, now: datetime
) -> EditionT:
    return publish_edition(session, approved_edition(session, editions, content, now=now), now=now)
