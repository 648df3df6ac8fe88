"""Drafts: what a person has entered so far, pinned to the editions that the form was made from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services_hall.applications.answers import Offer
from services_hall.applications.errors import DraftNotFound, OfferChanged
from services_hall.applications.intake import public_id
from services_hall.applications.models import Attachment, Draft


def begin(
    session: Session, offer: Offer, *, owner_id: int, scenario: Mapping[str, str], now: datetime
) -> Draft:
    """A new draft with the scenario's answers."""
    draft = Draft(
        public_id=public_id(),
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


def own_draft(session: Session, owner_id: int, public_id: str) -> Draft:
    """A draft of this account that has not been filed or has; raises DraftNotFound for any other."""
    draft = session.scalars(
        select(Draft).where(Draft.public_id == public_id, Draft.owner_id == owner_id)
    ).one_or_none()
    if draft is None:
        raise DraftNotFound
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
    """Puts a file in the place of what was given for this material before."""
    session.execute(
        delete(Attachment).where(
            Attachment.draft_id == draft.id, Attachment.draft_key == key, Attachment.id != attachment.id
        )
    )
    session.flush()


def refuse_if_changed(draft: Draft, offer: Offer) -> None:
    """Raises OfferChanged when a guide has a newer edition than the draft's form was made from."""
    if draft.fingerprint != offer.fingerprint:
        raise OfferChanged(offer.code)


def settle(draft: Draft, offer: Offer, *, now: datetime) -> None:
    """The person has seen the newer editions and goes on with them."""
    draft.fingerprint = offer.fingerprint
    draft.editions = {code: item.number for code, item in offer.items.items()}
    draft.changed_at = now
