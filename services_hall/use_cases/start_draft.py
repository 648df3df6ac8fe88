"""Creation of a draft, with known fields filled in."""

from collections.abc import Mapping

from certificate_store.holders import Holder
from guides.bundles import BundleSelection
from services_hall.applications import answers, drafts
from services_hall.applications.answers import Offer
from services_hall.applications.source_certificates import SourceCertificate, known_values
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def start_draft(
    actor: Actor,
    offer: Offer,
    scenario: Mapping[str, str],
    division_code: str,
    *,
    holder: Holder | None = None,
    phone: str = "",
    has_consent: bool | None = None,
    source: SourceCertificate | None = None,
) -> str:
    """The public id of a new draft; `holder` is given when a clerk fills it in for an applicant.

    What stands on the certificate from which the application starts is filled in.

    Raises AnswersInvalid and ScenarioStops for an incomplete scenario.
    """
    selection = answers.settle(offer, scenario)
    known = known_answers(selection, holder or actor.holder, phone or actor.phone or "")
    if source is not None:
        known |= known_values(selection, source)
    with transaction() as session:
        draft = drafts.create_draft(
            session, offer, owner_id=actor.account_id, scenario=selection.answers, now=utc_now()
        )
        about = None if holder is None else {**holder.as_json(), "phone": phone}
        drafts.save_draft(
            draft,
            now=utc_now(),
            division_code=division_code,
            answers=known,
            holder=about,
            consent=has_consent,
            source=None if source is None else source.as_json(),
        )
        return draft.public_id


def known_answers(selection: BundleSelection, holder: Holder | None, phone: str) -> dict[str, str]:
    """The known answers by field, with which the form is prefilled."""
    known = {"applicant.phone": phone}
    if holder is not None:
        known |= {"applicant.name": holder.name, "applicant.identifier": holder.identifier}
    values = {
        form_field.key: known.get(form_field.field.prefill or "", "") for form_field in selection.form_fields
    }
    return {key: value for key, value in values.items() if value}
