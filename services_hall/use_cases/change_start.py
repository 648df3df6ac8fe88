"""Correction of what a draft was begun with: who applies, their situation, the district."""

from collections.abc import Mapping, Sequence

from services_hall.applications import answers
from services_hall.applications.answers import Offer
from services_hall.applications.certificates.source_certificates import SourceCertificate
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.parties import Party, applicant_in
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.start_draft import known_answers, require_parties


def change_start(
    actor: Actor,
    public_id: str,
    offer: Offer,
    scenario: Mapping[str, str],
    division_code: str,
    *,
    parties: Sequence[Party],
    has_consent: bool,
    source: SourceCertificate | None,
) -> None:
    """Saves these parties and answers; what was typed and scanned stays as far as it is still asked.

    For another applicant the originals that were seen are no longer theirs, and have to be seen again.
    Raises what `start_draft` raises, and DraftNotFound, DraftFiled, DraftSubmitted.
    """
    selection = answers.settle(offer, scenario)
    require_parties(offer, selection, parties)
    applicant = applicant_in(parties)
    with transaction() as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, public_id)
        before, _phone = pinned_drafts.applicant_of(actor, draft)
        is_same = before is not None and before.index == applicant.holder.index
        pinned_drafts.adopt_editions(draft, offer, now=utc_now())
        pinned_drafts.save_draft(
            draft,
            now=utc_now(),
            scenario=selection.answers,
            division_code=division_code,
            answers={**draft.answers, **known_answers(selection, parties, applicant.phone)},
            parties=[party.as_json() for party in parties],
            holder=None,
            consent=has_consent,
            source=None if source is None else source.as_json(),
            originals_seen=draft.originals_seen if is_same else [],
            licence=draft.licence if is_same else None,
        )
        pinned_drafts.remove_unasked_files(session, draft, selection)
