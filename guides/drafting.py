"""Drafts of editions: opened, revised and submitted by editors."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides import content as contents
from guides.errors import DraftInvalid
from guides.lifecycle import EditionAction, next_status
from guides.models import BundleEdition, GuideEdition, ServiceItem
from guides.told import told


def open_draft(
    session: Session,
    *,
    item_code: str,
    content: Mapping[str, Any],
    author: str,
    now: datetime,
    change_note: str = "",
) -> GuideEdition:
    """A new draft of the guide of `item_code`, with the next number; a code not yet known becomes an item.

    Raises DraftInvalid when the content has the wrong shape or is that of another item.
    """
    loaded = loaded_for(item_code, content)
    item = locked_item(session, item_code) or new_item(session, loaded)
    edition = GuideEdition(
        item=item,
        number=next_number(session, item),
        change_note=change_note,
        drafted_by=author,
        drafted_at=now,
        authors=[author],
    )
    write(edition, loaded)
    session.add(edition)
    session.flush()
    return edition


def revise(
    session: Session,
    edition: GuideEdition,
    content: Mapping[str, Any],
    *,
    author: str,
    change_note: str | None = None,
) -> GuideEdition:
    """Gives a draft another content; `author` becomes one of its authors.

    Raises DraftInvalid for a wrong content, TransitionRefused when the edition is no draft any more.
    """
    lock(session, edition)
    next_status(edition.status, EditionAction.REVISE)
    write(edition, loaded_for(edition.item.code, content))
    add_author(edition, author)
    if change_note is not None:
        edition.change_note = change_note
    session.flush()
    return edition


def submit(session: Session, edition: GuideEdition, *, author: str, now: datetime) -> GuideEdition:
    """Hands a draft over for approval; from now on its text stays. Raises TransitionRefused."""
    lock(session, edition)
    edition.status = next_status(edition.status, EditionAction.SUBMIT)
    edition.submitted_at = now
    add_author(edition, author)
    session.flush()
    return edition


def loaded_for(item_code: str, content: Mapping[str, Any]) -> dict[str, Any]:
    loaded = contents.load(content)
    if loaded["code"] != item_code:
        raise DraftInvalid(
            {
                "code": [
                    told(
                        "这是“%(item_code)s”的指南，编码不能是“%(code)s”。",
                        item_code=item_code,
                        code=loaded["code"],
                    )
                ]
            }
        )
    return loaded


def write(edition: GuideEdition | BundleEdition, loaded: dict[str, Any]) -> None:
    """Puts `loaded` into the edition, with its canonical bytes and their hash."""
    edition.content = loaded
    edition.canonical = contents.canonical(loaded)
    edition.sha256 = contents.digest(edition.canonical)


def add_author(edition: GuideEdition | BundleEdition, author: str) -> None:
    if author not in edition.authors:
        edition.authors = [*edition.authors, author]


def lock(session: Session, edition: GuideEdition | BundleEdition) -> None:
    """Reads the edition again and keeps others from changing it until the transaction ends.

    The lock lets applications go on pointing at the edition meanwhile.
    """
    session.refresh(edition, with_for_update={"key_share": True, "of": type(edition)})


def locked_item(session: Session, item_code: str) -> ServiceItem | None:
    return session.scalar(
        select(ServiceItem).where(ServiceItem.code == item_code).with_for_update(key_share=True)
    )


def new_item(session: Session, loaded: Mapping[str, Any]) -> ServiceItem:
    item = ServiceItem(
        code=loaded["code"],
        name=loaded["name"],
        item_type=loaded["item_type"],
        agency_role=loaded["agency_role"],
    )
    session.add(item)
    session.flush()
    return item


def next_number(session: Session, item: ServiceItem) -> int:
    last = session.scalar(select(func.max(GuideEdition.number)).where(GuideEdition.item_id == item.id))
    return (last or 0) + 1
