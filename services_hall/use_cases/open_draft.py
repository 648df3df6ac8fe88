"""Opening of a person's draft, with the offer in force and the selection from its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from guides.bundles import BundleSelection
from services_hall.applications import answers
from services_hall.applications.answers import QUESTION, Offer
from services_hall.applications.certificates.source_certificates import SourceCertificate, locked_values
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.errors import AnswersInvalid, DraftFiled, ScenarioStops
from services_hall.applications.filing import offers
from services_hall.applications.models import Draft
from services_hall.applications.parties import Party, applicant_in
from services_hall.applications.prefill.business_licences import BusinessLicence, licence_values
from services_hall.applications.prefill.identity_values import identity_values
from services_hall.applications.prefill.people_fields import with_people_fields
from services_hall.database import reading, transaction
from services_hall.identity import Actor


class NewerEdition(NamedTuple):
    """A guide that changed since the form was made: its number then (0: not part of the form) and now.

    Both numbers are 0 for a bundle that changed although none of its guides changed.
    """

    code: str
    name: str
    before: int
    now: int


@dataclass(frozen=True)
class OpenDraft:
    """A draft that is not filed, with the offer in force and the selection from its scenario."""

    draft: Draft
    offer: Offer
    selection: BundleSelection
    parties: Sequence[Party] = ()
    """Those whom the draft names, or the person for whom the account stands; none without a real name."""
    conflicts: Mapping[str, str] = field(default_factory=dict)
    """The fields that another page changed meanwhile, each with what this page sent."""

    @property
    def source(self) -> SourceCertificate | None:
        """The certificate from which the application starts."""
        return None if self.draft.source is None else SourceCertificate.from_json(self.draft.source)

    @property
    def licence(self) -> BusinessLicence | None:
        """The licence in the store whose entity the form names."""
        return None if self.draft.licence is None else BusinessLicence.from_json(self.draft.licence)

    @property
    def licensed(self) -> Mapping[str, str]:
        """The fields that stand on the applicant's only licence, with their values.

        What follows from who applies is left out: an organisation is named as its account is.
        """
        licence = self.licence
        if licence is None or not licence.is_only:
            return {}
        read, identified = licence_values(self.selection, licence), self._identified
        return {key: value for key, value in read.items() if key not in identified}

    @property
    def _identified(self) -> Mapping[str, str]:
        return identity_values(self.selection, self.parties) if self.parties else {}

    @property
    def locked(self) -> Mapping[str, str]:
        """The fields that cannot be changed, with their values: of applicant, licence and certificate."""
        source, starts_from = self.source, self.offer.starts_from
        identity = {**self.licensed, **self._identified}
        if source is None or starts_from is None:
            return identity
        return {**locked_values(self.selection, starts_from, source), **identity}

    @property
    def newer_editions(self) -> list[NewerEdition]:
        """Each guide with a newer edition than that of the form, or the bundle itself."""
        changed = [
            NewerEdition(code, item.terms.name, self.draft.editions.get(code, 0), item.number)
            for code, item in self.offer.items.items()
            if self.draft.editions.get(code) != item.number
        ]
        if not changed and self.draft.fingerprint != self.offer.fingerprint:
            return [NewerEdition(self.offer.code, self.offer.name, 0, 0)]
        return changed

    @property
    def is_scenario_complete(self) -> bool:
        """True when the answers still determine the content of the application, under the guides in force."""
        return self.selection.may_apply


def open_draft(actor: Actor, public_id: str) -> OpenDraft:
    """The actor's own draft; raises DraftNotFound, OfferNotFound, DraftFiled."""
    try:
        draft = pinned_drafts.own_draft(reading(), actor.account_id, public_id)
    except DraftFiled as filed:
        if not filed.is_noted:
            with transaction() as session:
                pinned_drafts.mark_filed(session, actor.account_id, public_id)
        raise
    return with_offer(actor, draft)


def with_offer(owner: Actor, draft: Draft) -> OpenDraft:
    """The owner's draft with the offer in force; raises OfferNotFound."""
    offer = offer_for(owner, draft.code)
    parties = pinned_drafts.parties_of(owner, draft)
    selection = with_people_fields(remaining_selection(offer, draft.scenario), parties)
    if parties:
        selection = answers.with_offered_options(selection, applicant_in(parties).kind)
    return OpenDraft(draft, offer, selection, parties)


def offer_for(actor: Actor, code: str) -> Offer:
    """The offer in force as this account can file it: a clerk at a window, others from afar.

    Raises OfferNotFound.
    """
    return replace(offers.current_offer(reading(), code), is_from_afar=not actor.is_staff)


def earlier_draft(actor: Actor, offer: Offer, source: str = "") -> Draft | None:
    """The newest unfiled draft of the same offer that this account started.

    `source` is the identifier of the certificate from which it starts.
    """
    own = pinned_drafts.open_drafts(reading(), actor.account_id)
    return next((one for one in own if one.code == offer.code and source_of(one) == source), None)


def source_of(draft: Draft) -> str:
    """The identifier of the certificate from which the draft starts, or an empty text."""
    return "" if draft.source is None else str(draft.source["identifier"])


def complete_selection(offer: Offer, scenario: Mapping[str, str]) -> BundleSelection | None:
    """The selection, or None when questions are open or an answer forbids the application."""
    try:
        return answers.settle(offer, scenario)
    except (AnswersInvalid, ScenarioStops):
        return None


def remaining_selection(offer: Offer, scenario: Mapping[str, str]) -> BundleSelection:
    """The selection from these answers, without answers that a newer edition no longer offers."""
    try:
        return answers.select(offer, scenario)
    except AnswersInvalid as error:
        gone = {key.removeprefix(QUESTION) for key in error.errors}
        return answers.select(offer, {key: value for key, value in scenario.items() if key not in gone})
