"""The application form of the online hall, for people who apply for themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.bundles import BundleSelection
from guides.errors import FieldProblem
from services_hall.applications import answers
from services_hall.applications.answers import Offer
from services_hall.applications.answers.place import answered_place
from services_hall.applications.answers.window_only import require_window, window_only
from services_hall.applications.certificates.source_certificates import SOURCE, SourceCertificate, SourceFault
from services_hall.applications.drafts.pinned_drafts import CONSENT, DraftChoices
from services_hall.applications.enumerations import Channel, UsePurpose
from services_hall.applications.parties import FOR_WHOM, Party, applicant_in, with_joint
from services_hall.applications.prefill.store_proofs import NO_PROOFS
from services_hall.database import reading
from services_hall.identity import Actor, Role
from services_hall.identity.principals import SOLE_TRADER
from services_hall.presentation import application_form
from services_hall.presentation.application_form import DISTRICT, MaterialState
from services_hall.presentation.certificate_actions import source_values
from services_hall.presentation.messages import messages_by_field
from services_hall.presentation.window_places import left_out_items
from services_hall.use_cases.continue_draft import continue_draft
from services_hall.use_cases.open_draft import OpenDraft, earlier_draft
from services_hall.use_cases.preview_waivers import preview_for_parties, view_purpose
from services_hall.use_cases.read_certificate_actions import application_source
from services_hall.use_cases.read_principals import (
    PossibleApplicant,
    admits_traders,
    chosen_parties,
    possible_applicants,
    preselected,
    stated_parties,
)
from services_hall.use_cases.start_draft import start_draft
from services_hall.web.application_form.blueprint import application_form_blueprint
from services_hall.web.application_form.channel import ApplicationChannel, FormInvalid, Materials
from services_hall.web.application_form.joint_fields import allowed_joint, read_joint
from services_hall.web.application_form.problems import SubmissionProblem
from services_hall.web.application_form.source import check_district, form_source, issuer_district
from services_hall.web.form_state import FormState
from services_hall.web.trader_fields import read_trader, trader_form_fields

CONSENTS: Final = {True: "yes", False: "no", None: ""}
"""The value of the form for what was chosen about certificates; nothing is chosen at first."""


class OnlineChannel(ApplicationChannel):
    """People apply for themselves or those whom they represent, and decide about the use of certificates."""

    def start_draft(self, actor: Actor, offer: Offer, selection: BundleSelection) -> str:
        """Continues the earlier draft if the person chose this, else creates one for whom the form says."""
        require_window(window_only(offer.guides, selection), is_from_afar=True)
        public_id = request.form.get("draft", "")
        parties: list[Party] = []
        if not public_id:
            parties = _parties(actor, offer, selection)
            parties = with_joint(parties, read_joint(request.form, allowed_joint(offer, selection)))
        if offer.starts_from is not None and parties and applicant_in(parties).is_only_stated:
            raise FormInvalid({SOURCE: FieldProblem(SourceFault.ONLY_STATED)})
        holder = applicant_in(parties).holder if parties else actor.holder
        source = form_source(offer, request.form.get(SOURCE, ""), holder)
        district = self.district()
        if problem := application_form.district_problem(selection, district):
            raise FormInvalid({DISTRICT: problem})
        check_district(offer, source, district)
        if not public_id:
            return start_draft(actor, offer, selection.answers, district, parties=parties, source=source)
        continue_draft(actor, public_id, offer, selection.answers, district)
        return public_id

    def first_state(self, actor: Actor, offer: Offer) -> FormState:
        """Also for whom, where the address says it, and what is wrong with the certificate in the address."""
        state = super().first_state(actor, offer)
        if chosen := request.args.get(FOR_WHOM):
            state = FormState({**state.values, FOR_WHOM: chosen})
        if not state.values.get(SOURCE):
            return state
        try:
            form_source(offer, state.values[SOURCE], actor.holder)
        except FormInvalid as invalid:
            return FormState(state.values, messages_by_field(invalid.errors))
        return state

    def start_values(
        self, actor: Actor, offer: Offer, selection: BundleSelection, state: FormState
    ) -> dict[str, Any]:
        """The certificate, the district, and whether an earlier draft is continued."""
        whole = answers.select(replace(offer, is_from_afar=False), selection.answers)
        applicants = possible_applicants(actor, offer, selection)
        source = _source(actor, offer, state)
        earlier = earlier_draft(actor, offer, source.identifier if source is not None else "")
        known = earlier.division_code if earlier is not None else issuer_district(offer, source)
        known = answered_place(selection) or known
        field = application_form.district_field(
            state.values.get(DISTRICT, known),
            state.errors.get(DISTRICT),
            hint=_("店铺、住处在哪个区，就选哪个区。"),
        )
        return {
            "field": field,
            "earlier": earlier,
            "goes_on": state.values.get("draft", "yes") != "",
            "applicants": applicants,
            "trader_fields": trader_form_fields(state) if admits_traders(offer, selection) else [],
            "left_out": left_out_items(reading(), whole, offer.guides),
            "for_whom": _for_whom(state, applicants) or preselected(actor, applicants, selection),
            **source_values(application_source(offer, source, holder=actor.holder)),
        }

    def step_values(
        self, actor: Actor, step: str, current: OpenDraft, materials: Materials, state: FormState
    ) -> dict[str, Any]:
        """Grouped fields, the district, and the possible waivers from the certificate store."""
        return {
            "groups": application_form.field_groups(current, state.errors) if step == "form" else [],
            "may_spare": any(
                materials.proofs.proved(row.material.key)
                for row in materials.rows
                if row.state is not MaterialState.GIVEN
            ),
            "is_store_away": materials.proofs.is_store_away,
            "consent": CONSENTS[current.draft.consent],
            "place": application_form.district_name(current.draft.division_code),
        }

    def licence_purpose(self, current: OpenDraft) -> UsePurpose | None:
        """Looked at unless the person has chosen not to use certificates."""
        return None if current.draft.consent is False else view_purpose(current.parties, UsePurpose.OWN_VIEW)

    def choices(self, current: OpenDraft) -> DraftChoices:
        """The permission to use certificates, as chosen now or earlier."""
        chosen = request.form.get(CONSENT, CONSENTS[current.draft.consent])
        return DraftChoices({"yes": True, "no": False}.get(chosen))

    def materials(self, actor: Actor, current: OpenDraft, errors: Mapping[str, str]) -> Materials:
        """The materials; before the choice they are shown as if the person consented."""
        is_asked = bool(current.parties) and not applicant_in(current.parties).is_only_stated
        proofs = NO_PROOFS
        if is_asked:
            purpose = view_purpose(current.parties, UsePurpose.OWN_VIEW)
            proofs = preview_for_parties(current.selection, current.parties, by=actor, purpose=purpose)
        consent = current.draft.consent is not False
        rows = application_form.material_rows(current, proofs, errors, consent=consent)
        return Materials(rows, proofs)

    def missing(self, actor: Actor, current: OpenDraft) -> dict[str, str]:
        """Also the choice about certificates, if a certificate would waive a material."""
        rows = self.materials(actor, current, {}).rows
        errors = application_form.missing_materials(rows)
        if current.draft.consent is None and any(row.state is MaterialState.SPARED for row in rows):
            return {CONSENT: _("请选择是否使用电子证照。"), **errors}
        return errors

    def material_errors(self, actor: Actor, current: OpenDraft, refused: Mapping[str, str]) -> dict[str, str]:
        """The refused files and all missing materials together."""
        return {**self.missing(actor, current), **refused}

    def submission_errors(
        self, actor: Actor, current: OpenDraft, problem: SubmissionProblem
    ) -> Mapping[str, str]:
        """On the materials step, the materials that are missing now."""
        return (problem.step == "materials" and self.missing(actor, current)) or problem.state.errors


def _parties(actor: Actor, offer: Offer, selection: BundleSelection) -> list[Party]:
    """The parties that the form names; raises ApplicantRefused, FormInvalid."""
    key = request.form.get(FOR_WHOM, "")
    if key != SOLE_TRADER:
        return chosen_parties(actor, possible_applicants(actor, offer, selection), key, selection)
    errors: dict[str, FieldProblem] = {}
    sole_trader = read_trader(request.form, errors)
    if sole_trader is None:
        raise FormInvalid(errors)
    return stated_parties(actor, offer, selection, sole_trader)


def _for_whom(state: FormState, applicants: Sequence[PossibleApplicant]) -> str:
    """The key that was chosen, if one may apply for that person under this offer."""
    chosen = state.values.get(FOR_WHOM, "")
    if chosen == SOLE_TRADER:
        return chosen
    return chosen if any(one.principal.key == chosen and one.problem is None for one in applicants) else ""


def _source(actor: Actor, offer: Offer, state: FormState) -> SourceCertificate | None:
    """The certificate of the page, if it is the user's and nothing is wrong with it."""
    if SOURCE in state.errors or not state.values.get(SOURCE):
        return None
    try:
        return form_source(offer, state.values[SOURCE], actor.holder)
    except FormInvalid:
        return None


ONLINE = OnlineChannel(
    channel=Channel.ONLINE,
    roles=(Role.RESIDENT, Role.LEGAL_PERSON),
    templates="online",
    guide_page="public_pages.scenario",
    bundle_page="public_pages.bundle",
    home_page="my_pages.home",
    application_page="application_page.application",
    waiting_page="joint_applications.waiting",
    filed_message=_l("申请已提交。"),
    declaration_missing=_l("请先勾选声明，再提交。"),
    saved_messages={
        "form": _l("已保存。您可以关掉页面，以后从“我的”接着填。"),
        "materials": _l("已保存。您可以关掉页面，以后从“我的”接着传。"),
    },
)

blueprint = application_form_blueprint(ONLINE)
