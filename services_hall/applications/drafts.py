"""Drafts: what a person has entered so far, pinned to the editions that the form was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from services_hall.applications.answers import Offer
from services_hall.applications.errors import (
    DraftChanged,
    DraftFiled,
    DraftNotFound,
    MaterialsChanged,
    OfferChanged,
)
from services_hall.applications.intake import request_hash
from services_hall.applications.models import Application, Draft
from services_hall.attachments.models import Attachment
from services_hall.identity.random_tokens import new_public_id


@dataclass(frozen=True)
class AsRead:
    """A draft as it was when it was looked over: this is filed, and nothing that came after."""

    owner_id: int
    public_id: str
    entered: tuple[Any, ...]
    files: Mapping[str, int]

    @property
    def idempotency_key(self) -> str:
        """The key under which this draft is filed, whatever it holds by then."""
        return key_of(self.public_id)

    @property
    def digest(self) -> str:
        """What a page that shows all of it sends along, to be known again."""
        return request_hash(self.entered, dict(self.files)).hex()


def begin(
    session: Session, offer: Offer, *, owner_id: int, scenario: Mapping[str, str], now: datetime
) -> Draft:
    """A new draft with the scenario's answers."""
    draft = Draft(
        public_id=new_public_id(),
        owner_id=owner_id,
        code=offer.code,
        fingerprint=offer.fingerprint,
        editions={code: item.number for code, item in offer.items.items()},
        scenario=dict(scenario),
        answers={},
        choices={},
        changed_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def key_of(public_id: str) -> str:
    """The idempotency key under which a draft is filed."""
    return f"draft:{public_id}"


def own_draft(session: Session, owner_id: int, public_id: str) -> Draft:
    """This account's draft, to be written on; raises DraftFiled, DraftNotFound for somebody else's."""
    return _open(session, owner_id, public_id, is_locked=False)


def locked(session: Session, owner_id: int, public_id: str) -> Draft:
    """As `own_draft`, freshly read, and kept from everybody else until the transaction ends."""
    return _open(session, owner_id, public_id, is_locked=True)


def _open(session: Session, owner_id: int, public_id: str, *, is_locked: bool) -> Draft:
    filed_as = and_(Application.filed_by_id == owner_id, Application.idempotency_key == key_of(public_id))
    rows = (
        select(Draft, Application.id)
        .outerjoin(Application, filed_as)
        .where(Draft.public_id == public_id, Draft.owner_id == owner_id)
    )
    if is_locked:
        rows = rows.with_for_update(of=Draft).execution_options(populate_existing=True)
    found = session.execute(rows).one_or_none()
    if found is None:
        raise DraftNotFound
    draft: Draft = found[0]
    application_id: int | None = found[1]
    if draft.application_id is not None:
        raise DraftFiled(draft.application_id)
    if application_id is not None:
        raise DraftFiled(application_id, is_noted=False)
    return draft


def open_drafts(session: Session, owner_id: int, *, limit: int = 20) -> list[Draft]:
    """What this account has begun and not filed, newest first."""
    return list(
        session.scalars(
            select(Draft)
            .where(Draft.owner_id == owner_id, Draft.application_id.is_(None))
            .order_by(Draft.changed_at.desc(), Draft.id.desc())
            .limit(limit)
        )
    )


def save(draft: Draft, *, now: datetime, **entered: Any) -> None:
    """Keeps what was entered (scenario, answers, choices, division_code, holder), wrong values included."""
    for name, value in entered.items():
        setattr(draft, name, value)
    draft.changed_at = now


def attach(session: Session, draft: Draft, attachment: Attachment, key: str) -> None:
    """Puts a file in the place of what was given for this material before; the draft is locked."""
    session.execute(
        delete(Attachment).where(
            Attachment.draft_id == draft.id,
            Attachment.draft_key == key,
            Attachment.id != attachment.id,
            Attachment.application_id.is_(None),
        )
    )
    session.flush()


def discard(session: Session, draft: Draft) -> None:
    """Takes the locked draft away with its files' rows; the bytes without a row are cleared away later."""
    session.execute(delete(Attachment).where(Attachment.draft_id == draft.id))
    session.delete(draft)
    session.flush()


def given_files(draft: Draft) -> dict[str, Attachment]:
    """The draft's files by asked material."""
    return {file.draft_key: file for file in draft.attachments if file.draft_key is not None}


def as_read(draft: Draft) -> AsRead:
    """What the draft holds now."""
    entered = (
        draft.code,
        draft.fingerprint,
        draft.division_code,
        draft.scenario,
        draft.answers,
        draft.choices,
        draft.holder,
    )
    files = {key: file.id for key, file in given_files(draft).items()}
    return AsRead(draft.owner_id, draft.public_id, entered, files)


def still_as_read(session: Session, read: AsRead) -> Draft:
    """The draft, locked, when it holds what was read; raises MaterialsChanged, DraftChanged, DraftFiled."""
    draft = locked(session, read.owner_id, read.public_id)
    now = as_read(draft)
    if now.files != read.files:
        raise MaterialsChanged
    if now.entered != read.entered:
        raise DraftChanged
    return draft


def note_filed(session: Session, owner_id: int, public_id: str) -> None:
    """Writes into the draft that it was filed, where a process ended before it could."""
    try:
        locked(session, owner_id, public_id)
    except DraftFiled as filed:
        draft = session.scalars(select(Draft).where(Draft.public_id == public_id)).one()
        draft.application_id = filed.application_id


def refuse_if_changed(draft: Draft, offer: Offer) -> None:
    """Raises OfferChanged when a guide has a newer edition than the draft's form was made from."""
    if draft.fingerprint != offer.fingerprint:
        raise OfferChanged(offer.code)


def settle(draft: Draft, offer: Offer, *, now: datetime) -> None:
    """The person has seen the newer editions and goes on with them."""
    draft.fingerprint = offer.fingerprint
    draft.editions = {code: item.number for code, item in offer.items.items()}
    draft.changed_at = now
