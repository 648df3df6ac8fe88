"""Drafts of applications, each pinned to the editions of its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from guides.bundles import BundleSelection
from services_hall.applications.answers import Offer
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.errors import (
    DraftChanged,
    DraftFiled,
    DraftNotFound,
    DraftSubmitted,
    MaterialsChanged,
    OfferChanged,
)
from services_hall.applications.filing.requests import request_hash
from services_hall.applications.models import Application, Draft
from services_hall.applications.parties import Identification, Party, PartyRole, applicant_in, own_parties
from services_hall.attachments.models import Attachment
from services_hall.identity import Actor
from services_hall.identity.random_tokens import new_public_id

CONSENT: Final = "consent"
"""The field of a form for the consent to the use of certificates: "yes" or "no"."""
TOLERANCE: Final = "tolerance"
"""The field of a form for the choice of tolerance for what is missing: "yes"."""


@dataclass(frozen=True)
class DraftChoices:
    """What was chosen about materials: use of certificates, tolerance, originals seen by a clerk.

    `has_consent` is None while it is not chosen.
    """

    has_consent: bool | None = None
    is_tolerance_chosen: bool = False
    originals_seen: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DraftSnapshot:
    """The content of a draft at one instant; exactly this content is filed."""

    owner_id: int
    public_id: str
    content: tuple[Any, ...]
    files: Mapping[str, Sequence[int]]

    @property
    def idempotency_key(self) -> str:
        """The idempotency key for filing this draft, the same for any content."""
        return idempotency_key(self.public_id)

    @property
    def digest(self) -> str:
        """A hash of the content, sent with the review page, to detect later changes."""
        return request_hash(self.content, dict(self.files)).hex()


def create_draft(
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
        originals_seen=[],
        changed_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def idempotency_key(public_id: str) -> str:
    """The idempotency key under which a draft is filed."""
    return f"draft:{public_id}"


def own_draft(session: Session, owner_id: int, public_id: str) -> Draft:
    """This account's unfiled draft.

    Raises DraftFiled, DraftSubmitted, or DraftNotFound also for another account's draft.
    """
    return _open_draft(session, owner_id, public_id, is_locked=False)


def lock_draft(session: Session, owner_id: int, public_id: str) -> Draft:
    """Like `own_draft`, read again and locked until the transaction ends."""
    return _open_draft(session, owner_id, public_id, is_locked=True)


def submitted_draft(session: Session, owner_id: int, public_id: str) -> Draft:
    """Like `own_draft`, also one that waits for joint applicants."""
    return _open_draft(session, owner_id, public_id, is_locked=False, is_submitted=True)


def _open_draft(
    session: Session, owner_id: int, public_id: str, *, is_locked: bool, is_submitted: bool = False
) -> Draft:
    filed_as = and_(
        Application.filed_by_id == owner_id, Application.idempotency_key == idempotency_key(public_id)
    )
    rows = (
        select(Draft, Application.id)
        .outerjoin(Application, filed_as)
        .where(Draft.public_id == public_id, Draft.owner_id == owner_id)
    )
    if is_locked:
        rows = rows.with_for_update(of=Draft).execution_options(populate_existing=True)
    row = session.execute(rows).one_or_none()
    if row is None:
        raise DraftNotFound
    draft: Draft = row[0]
    application_id: int | None = row[1]
    if draft.application_id is not None:
        raise DraftFiled(draft.application_id)
    if application_id is not None:
        raise DraftFiled(application_id, is_noted=False)
    if draft.submission is not None and not is_submitted:
        raise DraftSubmitted(public_id)
    return draft


def open_drafts(session: Session, owner_id: int, *, limit: int = 20) -> list[Draft]:
    """This account's unfiled drafts, newest first."""
    return list(
        session.scalars(
            select(Draft)
            .where(Draft.owner_id == owner_id, Draft.application_id.is_(None))
            .order_by(Draft.changed_at.desc(), Draft.id.desc())
            .limit(limit)
        )
    )


def save_draft(draft: Draft, *, now: datetime, **content: Any) -> None:
    """Store the content (scenario, answers, division_code, parties), invalid values included."""
    for name, value in content.items():
        setattr(draft, name, value)
    draft.changed_at = now


def save_choices(draft: Draft, choices: DraftChoices) -> None:
    """Store what was chosen about materials."""
    draft.consent = choices.has_consent
    draft.is_tolerance_chosen = choices.is_tolerance_chosen
    draft.originals_seen = sorted(choices.originals_seen)


def remove_unasked_files(session: Session, draft: Draft, selection: BundleSelection) -> None:
    """Delete the locked draft's files of materials that the selection does not ask the applicant for."""
    asked = {material.key for material in selection.materials if material.from_item is None}
    session.execute(
        delete(Attachment).where(
            *_is_of(draft), or_(Attachment.subject_key.is_(None), Attachment.subject_key.not_in(asked))
        )
    )
    session.expire(draft, ["attachments"])


def _is_of(draft: Draft) -> tuple[ColumnElement[bool], ...]:
    """The condition for the draft's own files."""
    return Attachment.subject_kind == SubjectKind.DRAFT, Attachment.subject_id == draft.id


def delete_draft(session: Session, draft: Draft) -> None:
    """Delete the locked draft and the rows of its files; a job removes the encrypted files later."""
    session.execute(delete(Attachment).where(*_is_of(draft)))
    session.delete(draft)
    session.flush()


def delete_own_drafts(session: Session, owner_id: int) -> int:
    """Delete the account's drafts that are neither filed nor submitted; returns how many."""
    rows = select(Draft).where(Draft.owner_id == owner_id, Draft.application_id.is_(None)).with_for_update()
    found = [draft for draft in session.scalars(rows) if draft.submission is None]
    for draft in found:
        delete_draft(session, draft)
    return len(found)


def files_by_material(draft: Draft) -> dict[str, list[Attachment]]:
    """The draft's files by material key, those of one material in their order."""
    found: dict[str, list[Attachment]] = {}
    for file in draft.attachments:
        if file.subject_key is not None:
            found.setdefault(file.subject_key, []).append(file)
    return found


def file_ids_by_material(draft: Draft) -> dict[str, list[int]]:
    """The ids of the draft's files by material key, in order."""
    return {key: [file.id for file in files] for key, files in files_by_material(draft).items()}


def snapshot_of(draft: Draft) -> DraftSnapshot:
    """The current content of the draft."""
    content = (
        draft.code,
        draft.fingerprint,
        draft.division_code,
        draft.scenario,
        draft.answers,
        draft.consent,
        draft.is_tolerance_chosen,
        draft.originals_seen,
        draft.holder,
        draft.parties,
        draft.submission,
    )
    return DraftSnapshot(draft.owner_id, draft.public_id, content, file_ids_by_material(draft))


def lock_unchanged(session: Session, snapshot: DraftSnapshot) -> Draft:
    """The locked draft, if it still equals the snapshot.

    Raises MaterialsChanged, DraftChanged, DraftFiled, DraftNotFound.
    """
    draft = _open_draft(session, snapshot.owner_id, snapshot.public_id, is_locked=True, is_submitted=True)
    now = snapshot_of(draft)
    if now.files != snapshot.files:
        raise MaterialsChanged
    if now.content != snapshot.content:
        raise DraftChanged
    return draft


def mark_filed(session: Session, owner_id: int, public_id: str) -> None:
    """Mark the draft as filed, if a process stopped before it could do so."""
    try:
        lock_draft(session, owner_id, public_id)
    except DraftFiled as filed:
        draft = session.scalars(select(Draft).where(Draft.public_id == public_id)).one()
        draft.application_id = filed.application_id


def refuse_if_changed(draft: Draft, offer: Offer) -> None:
    """Raise OfferChanged when a guide has a newer edition than the draft's form."""
    if draft.fingerprint != offer.fingerprint:
        raise OfferChanged(offer.code)


def adopt_editions(draft: Draft, offer: Offer, *, now: datetime) -> None:
    """Pin the draft to the editions in force, after the user has seen them."""
    draft.fingerprint = offer.fingerprint
    draft.editions = {code: item.number for code, item in offer.items.items()}
    draft.changed_at = now


def parties_of(actor: Actor, draft: Draft) -> list[Party]:
    """The parties of the draft, the applicant first; none while nobody knows who that is."""
    if draft.parties is not None:
        return [Party.from_json(one) for one in draft.parties]
    if draft.holder is not None:
        holder, phone = Holder.from_json(draft.holder), draft.holder.get("phone", "")
        return [Party(PartyRole.APPLICANT, holder, Identification.DOCUMENT, phone=phone)]
    return own_parties(actor)


def applicant_of(actor: Actor, draft: Draft) -> tuple[Holder | None, str]:
    """The person or organisation for whom the draft is filled in, and their phone number."""
    parties = parties_of(actor, draft)
    if not parties:
        return None, actor.phone or ""
    applicant = applicant_in(parties)
    return applicant.holder, applicant.phone
