"""Creation of a draft, with known fields filled in."""

from collections.abc import Mapping, Sequence

from guides.bundles import BundleSelection
from services_hall.applications import answers
from services_hall.applications.answers import Offer
from services_hall.applications.certificates.source_certificates import SourceCertificate, known_values
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.parties import Party, agent_in, applicant_in, own_parties
from services_hall.applications.parties.joint_applicants import require_applicants
from services_hall.applications.parties.mandates import require_paper_mandate
from services_hall.applications.parties.representative_fields import representative_values
from services_hall.applications.parties.stated_agents import require_agreement
from services_hall.applications.prefill.identity_values import identity_values
from services_hall.applications.prefill.people_fields import people_values, with_people_fields
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.identity.capacities import Capacity

"""Types of fields that only the one kind of applicant can answer for itself."""


def start_draft(
    actor: Actor,
    offer: Offer,
    scenario: Mapping[str, str],
    division_code: str,
    *,
    parties: Sequence[Party] = (),
    has_consent: bool | None = None,
    source: SourceCertificate | None = None,
) -> str:
    """The public id of a new draft for these parties; without them, for whom the account stands.

    What stands on the certificate from which the application starts is filled in.

    Raises AnswersInvalid and ScenarioStops for an incomplete scenario, ApplicantRefused for somebody whom one
    of the guides does not serve.
    """
    selection = answers.settle(offer, scenario)
    parties = parties or own_parties(actor)
    applicant = applicant_in(parties) if parties else None
    if applicant is not None:
        require_parties(offer, selection, parties)
    phone = (actor.phone or "") if applicant is None else applicant.phone
    known = known_answers(selection, parties, phone)
    if source is not None:
        known |= known_values(selection, source)
    with transaction() as session:
        draft = pinned_drafts.create_draft(
            session, offer, owner_id=actor.account_id, scenario=selection.answers, now=utc_now()
        )
        pinned_drafts.save_draft(
            draft,
            now=utc_now(),
            division_code=division_code,
            answers=known,
            parties=[party.as_json() for party in parties] or None,
            consent=has_consent,
            source=None if source is None else source.as_json(),
        )
        return draft.public_id


def require_parties(offer: Offer, selection: BundleSelection, parties: Sequence[Party]) -> None:
    """Raise ApplicantRefused for parties whom one of the guides does not serve, or who may not act."""
    require_applicants([offer.items[item.code].terms for item in selection.items], parties)
    require_agreement(selection, parties)
    names = {item.code: item.name for item in selection.items}
    require_paper_mandate(parties, offer.code, names, on=local_day(utc_now()))


def known_answers(selection: BundleSelection, parties: Sequence[Party], phone: str) -> dict[str, str]:
    """The known answers by field, with which the form is prefilled."""
    identity = identity_values(selection, parties) if parties else {}
    agent = agent_in(parties)
    known = {"applicant.phone": phone, "agent.phone": "" if agent is None else agent.phone}
    known |= people_values(agent, phone)
    selection = with_people_fields(selection, parties)
    phones = {asked.key: known.get(asked.field.prefill or "", "") for asked in selection.form_fields}
    person = _representative_values(selection, agent) if agent is not None else {}
    return {key: value for key, value in {**phones, **person, **identity}.items() if value}


def _representative_values(selection: BundleSelection, agent: Party) -> dict[str, str]:
    """What is asked about the person of an organisation, where its legal representative is who acts."""
    if agent.capacity is not Capacity.LEGAL_REPRESENTATIVE:
        return {}
    holder = agent.holder
    return representative_values(selection.form_fields, name=holder.name, number=holder.identifier)
