"""A new draft with the content of an earlier application, under the editions in force."""

from guides.bundles import BundleSelection
from services_hall.applications.answers import Offer
from services_hall.applications.answers.window_only import require_window, window_only
from services_hall.applications.certificates.source_certificates import SourceCertificate
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.reapplications import (
    answers_for,
    codes_to_apply_again,
    files_for,
    scenario_for,
)
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.errors import NothingToApplyAgain
from services_hall.applications.models import Application
from services_hall.applications.parties import Party, applicant_in
from services_hall.applications.reads import queries
from services_hall.attachments import uploads
from services_hall.attachments.models import FileSubject
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Actor
from services_hall.use_cases.open_draft import offer_for, remaining_selection
from services_hall.use_cases.read_principals import chosen_parties, possible_applicants
from services_hall.use_cases.read_source import read_source
from services_hall.use_cases.start_draft import known_answers


def apply_again(actor: Actor, number: str, code: str) -> str:
    """The public id of a draft under `code` with the answers, the scenario and the files of an application.

    Answers and files that the guides in force no longer ask for are left out; what they ask for in addition
    is open in the draft. Raises ApplicationNotFound; NothingToApplyAgain for a code under which nothing ended
    without success; OfferNotFound for a guide that is no longer in force; ApplicantRefused, SourceRefused,
    WindowOnly.
    """
    earlier = queries.own_application(reading(), actor, number)
    if code not in codes_to_apply_again(earlier, today=local_day(utc_now())):
        raise NothingToApplyAgain
    offer = offer_for(actor, code)
    selection = remaining_selection(offer, scenario_for(offer, earlier))
    require_window(window_only(offer.guides, selection), is_from_afar=True)
    parties = _parties(actor, offer, selection, earlier)
    source = _source(offer, earlier, parties)
    applicant = applicant_in(parties)
    known = known_answers(selection, parties, applicant.phone)
    content = {**answers_for(selection, earlier), **known}
    now = utc_now()
    with transaction() as session:
        draft = pinned_drafts.create_draft(
            session, offer, owner_id=actor.account_id, scenario=selection.answers, now=now
        )
        pinned_drafts.save_draft(
            draft,
            now=now,
            division_code=earlier.division_code,
            answers=content,
            parties=[party.as_json() for party in parties],
            source=None if source is None else source.as_json(),
        )
        for key, files in files_for(selection, earlier).items():
            subject = FileSubject(SubjectKind.DRAFT, draft.id, key)
            for file in files:
                uploads.copy_upload(session, file, owner_id=actor.account_id, subject=subject, now=now)
        return draft.public_id


def _parties(actor: Actor, offer: Offer, selection: BundleSelection, earlier: Application) -> list[Party]:
    """The parties for the same applicant, as far as the account may still act for them."""
    possible = possible_applicants(actor, offer, selection)
    same = next((one for one in possible if one.principal.holder.index == earlier.holder_index), None)
    return chosen_parties(actor, possible, "" if same is None else same.principal.key)


def _source(offer: Offer, earlier: Application, parties: list[Party]) -> SourceCertificate | None:
    if offer.starts_from is None or earlier.source_certificate is None:
        return None
    holder = applicant_in(parties).holder
    return read_source(earlier.source_certificate, offer.starts_from, holder=holder)
