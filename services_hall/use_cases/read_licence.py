"""Reading of the business licence that fills in the form of a draft."""

from dataclasses import replace
from typing import Any

from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.enumerations import UsePurpose
from services_hall.applications.parties import applicant_in
from services_hall.applications.prefill.business_licences import licence_materials, licence_of
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.open_draft import OpenDraft, open_draft
from services_hall.use_cases.preview_waivers import preview_materials


def read_licence(actor: Actor, current: OpenDraft, purpose: UsePurpose | None) -> OpenDraft:
    """The draft with what stands on the applicant's licence in the store, as it is now.

    Nothing is taken from a licence without a `purpose` for which certificates may be looked at, for an
    applicant whom nobody has checked, and where the applicant has given a licence as a file. When the store
    is away, the draft stays as it is. Raises DraftNotFound, DraftFiled.
    """
    licence = _licence_now(actor, current, purpose)
    if licence == current.draft.licence:
        return current
    public_id = current.draft.public_id
    with transaction(keeps_drafts=True) as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, public_id)
        draft.licence = licence
        licensed = replace(current, draft=draft).licensed
        pinned_drafts.save_draft(draft, now=utc_now(), answers={**draft.answers, **licensed})
    return open_draft(actor, public_id)


def _licence_now(actor: Actor, current: OpenDraft, purpose: UsePurpose | None) -> dict[str, Any] | None:
    materials = licence_materials(current.offer, current.selection)
    if purpose is None or not materials or not current.parties:
        return None
    applicant = applicant_in(current.parties)
    if applicant.is_only_stated:
        return None
    files = pinned_drafts.files_by_material(current.draft)
    found = preview_materials(
        materials, applicant.holder, by=actor, purpose=purpose, preferred=applicant.trade_names
    )
    if found.is_store_away:
        return current.draft.licence
    licence = licence_of(current.offer, current.selection, found, files=files)
    if licence is not None and applicant.sole_trader is not None:
        is_own = licence.holder.identifier == applicant.sole_trader.code
        licence = replace(licence, is_only=True) if is_own else None
    return None if licence is None else licence.as_json()
