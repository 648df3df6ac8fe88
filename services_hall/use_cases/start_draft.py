"""Creation of a draft, with known fields filled in."""

from collections.abc import Mapping, Sequence
from typing import Final

from certificate_store.holders import Holder
from guides.bundles import BundleSelection
from guides.enumerations import FieldType
from services_hall.applications import answers, drafts
from services_hall.applications.answers import Offer
from services_hall.applications.parties import Party, applicant_in, own_parties, require_applicant
from services_hall.applications.source_certificates import SourceCertificate, known_values
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor

ABOUT_PERSONS: Final = frozenset({FieldType.PERSON_NAME, FieldType.IDENTITY_NUMBER})
ABOUT_ORGANISATIONS: Final = frozenset({FieldType.CREDIT_CODE})
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
        require_applicant([offer.items[item.code].terms for item in selection.items], applicant.holder)
    known = known_answers(
        selection,
        None if applicant is None else applicant.holder,
        (actor.phone or "") if applicant is None else applicant.phone,
    )
    if source is not None:
        known |= known_values(selection, source)
    with transaction() as session:
        draft = drafts.create_draft(
            session, offer, owner_id=actor.account_id, scenario=selection.answers, now=utc_now()
        )
        drafts.save_draft(
            draft,
            now=utc_now(),
            division_code=division_code,
            answers=known,
            parties=[party.as_json() for party in parties] or None,
            consent=has_consent,
            source=None if source is None else source.as_json(),
        )
        return draft.public_id


def known_answers(selection: BundleSelection, holder: Holder | None, phone: str) -> dict[str, str]:
    """The known answers by field, with which the form is prefilled.

    A field about a person gets nothing from an organisation, nor the reverse.
    """
    known = {"applicant.phone": phone}
    unfit: frozenset[FieldType] = frozenset()
    if holder is not None:
        known |= {"applicant.name": holder.name, "applicant.identifier": holder.identifier}
        unfit = ABOUT_PERSONS if holder.is_organisation else ABOUT_ORGANISATIONS
    values = {
        asked.key: known.get(asked.field.prefill or "", "")
        for asked in selection.form_fields
        if asked.field.type not in unfit
    }
    return {key: value for key, value in values.items() if value}
