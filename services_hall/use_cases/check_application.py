"""Check of an application before it is filed; the certificate store is asked last."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from certificate_store.lookup import Inquiry
from guides.bundles import AskedMaterial, BundleSelection
from services_hall.applications import answers
from services_hall.applications.acceptance import bars
from services_hall.applications.answer_texts import asked_places, typed_places
from services_hall.applications.answers import Filing, Offer
from services_hall.applications.answers.field_values import Places
from services_hall.applications.answers.place import require_place
from services_hall.applications.answers.window_only import is_from_afar, require_window, window_only
from services_hall.applications.cases import dispatch
from services_hall.applications.cases.dispatch import CasePlan
from services_hall.applications.certificates.source_certificates import SourceCertificate
from services_hall.applications.certificates.source_checks import (
    NO_SOURCE,
    FiledSource,
    check_source,
    filled_fields,
    require_expected,
)
from services_hall.applications.delivery.choice import check_delivery
from services_hall.applications.errors import AnswersInvalid, OfferChanged
from services_hall.applications.filing.input import ApplicationInput, FilingContext
from services_hall.applications.filing.materials import SubmittedMaterials, meet_materials
from services_hall.applications.parties import Party, applicant_in, applicants_in
from services_hall.applications.parties.joint_applicants import is_left_to_joint, require_applicants
from services_hall.applications.parties.mandates import require_mandate, require_paper_mandate
from services_hall.applications.parties.stated_agents import require_agreement
from services_hall.applications.prefill.business_licences import (
    entity_keys,
    licence_of,
    typed_entity,
    with_licence,
)
from services_hall.applications.prefill.identity_values import identity_values
from services_hall.applications.prefill.people_fields import with_representative
from services_hall.applications.prefill.store_proofs import NO_PROOFS, needs_of
from services_hall.applications.prefill.typed_answers import is_licence_read, keys_from_store, wrong_anyway
from services_hall.applications.tolerance import tolerant_acceptance
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.use_cases.compare_code import refuse_code_of_another, refuse_trade_of_another
from services_hall.use_cases.gather_proofs import gather_proofs, proof_questions
from services_hall.use_cases.read_source import read_source


@dataclass(frozen=True)
class CheckedFiling:
    """An application that can be filed: everything that is read before the transaction that writes it."""

    filing: Filing
    cases: Sequence[CasePlan]
    source: FiledSource
    submitted: SubmittedMaterials
    parties: Sequence[Party]
    """The parties, with what the form and the licence say about the people of an organisation."""


@dataclass(frozen=True)
class _Candidate:
    """An application that is being checked, with the selection of its scenario."""

    offer: Offer
    selection: BundleSelection
    inputs: ApplicationInput
    context: FilingContext
    places: Places
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def reads_licence(self) -> bool:
        """Whether a business licence of the store may say what nobody typed."""
        return is_licence_read(
            self.offer,
            self.selection,
            has_consented=self.inputs.consent,
            files=self.inputs.attachments,
        )

    def identity(self, selection: BundleSelection) -> Mapping[str, str]:
        """The fields that say who the applicants are."""
        return identity_values(selection, self.context.parties)

    def check(self, fields: Mapping[str, str]) -> Filing:
        """The filing with these answers; raises AnswersInvalid."""
        return answers.check(
            self.offer,
            self.inputs.scenario,
            fields,
            self.identity,
            today=self.today,
            places=self.places,
            division_code=self.context.division_code,
            kind=applicant_in(self.context.parties).kind,
        )


def check_application(offer: Offer, inputs: ApplicationInput, context: FilingContext) -> None:
    """Raises what `file_application` would raise, before the joint applicants are asked to confirm.

    What they prove or give when they confirm is not missed yet.
    """
    checked = check_filing(offer, inputs, context, now=utc_now(), is_confirmed=False)
    asked = checked.filing.selection.materials
    meet_materials(asked, checked.submitted, left_open=_left_to_joint(asked, context))


def check_filing(
    offer: Offer,
    inputs: ApplicationInput,
    context: FilingContext,
    *,
    now: datetime,
    is_confirmed: bool = True,
) -> CheckedFiling:
    """Everything that can be known of a filing before it is written.

    The certificate store is asked about a filing that is otherwise right: one that is refused for anything
    else leaves neither a permission nor a use of certificates. What joint applicants give is not missed
    before it `is_confirmed` by them. Raises what `file_application` raises.
    """
    offer = replace(offer, is_from_afar=is_from_afar(context.channel, is_at_window=inputs.is_at_window))
    selection = _require_possible(offer, inputs, context)
    form_fields = [asked.field for asked in selection.form_fields]
    if offer.starts_from is None:
        places = typed_places(reading(), form_fields, inputs.fields.values())
    else:  # the certificate may say the place
        places = asked_places(reading(), form_fields)
    candidate = _Candidate(offer, selection, inputs, context, places, now)
    filing = _check_typed(candidate)
    _require_given(candidate, set() if is_confirmed else _left_to_joint(selection.materials, context))
    _require_entitled(candidate)
    cases = dispatch.plan_cases(
        reading(),
        offer,
        selection,
        division_code=context.division_code,
        channel=context.channel,
        now=now,
    )
    require_place(selection, context.division_code)
    return _with_store(candidate, filing, cases)


def _left_to_joint(materials: Sequence[AskedMaterial], context: FilingContext) -> set[str]:
    """The keys of the materials that joint applicants prove or give when they confirm."""
    return {one.key for one in materials if is_left_to_joint(one, context.parties)}


def _require_possible(offer: Offer, inputs: ApplicationInput, context: FilingContext) -> BundleSelection:
    """The selection, if these parties may apply for it here and the form is made from editions in force."""
    selection = answers.settle(offer, inputs.scenario)
    require_window(window_only(offer.guides, selection), is_from_afar=offer.is_from_afar)
    require_applicants([offer.items[item.code].terms for item in selection.items], context.parties)
    require_agreement(selection, context.parties)
    names = {item.code: item.name for item in selection.items}
    require_paper_mandate(context.parties, offer.code, names, on=local_day(utc_now()))
    check_delivery(inputs.delivery)
    for code, number in inputs.editions.items():
        if code not in offer.items or offer.items[code].number != number:
            raise OfferChanged(code)
    require_expected(offer, inputs.source_certificate)
    return selection


def _check_typed(candidate: _Candidate) -> Filing | None:
    """The filing with what was typed; None while the store may fill in what is missing."""
    from_store = keys_from_store(candidate.offer, candidate.selection, reads_licence=candidate.reads_licence)
    try:
        return candidate.check(candidate.inputs.fields)
    except AnswersInvalid as invalid:
        if wrong := wrong_anyway(invalid.errors, from_store):
            raise AnswersInvalid(wrong) from None
        return None


def _require_given(candidate: _Candidate, left_open: Collection[str]) -> None:
    """Raises RequirementsOpen for what the store cannot spare, MaterialNotInGuide for what nobody asked."""
    selection, inputs = candidate.selection, candidate.inputs
    asked = proof_questions(selection, candidate.context.parties, has_consented=inputs.consent)
    spared = {need.key for _party, materials in asked for need in needs_of(materials)}
    meet_materials(selection.materials, _submitted(inputs), left_open={*left_open, *spared})


def _require_entitled(candidate: _Candidate) -> None:
    """Raises the error that prevents these parties from applying for these items now: mandates and bars."""
    inputs, parties = candidate.inputs, candidate.context.parties
    codes = [item.code for item in candidate.selection.items]
    require_mandate(reading(), parties, candidate.offer.code, codes, on=candidate.today)
    applicants = applicants_in(parties)
    if not inputs.is_bar_known:
        items = {code: candidate.offer.items[code].terms for code in codes}
        holders = [party.holder for party in applicants]
        bars.require_bars_known(reading(), holders, items, today=candidate.today)
    for party in applicants if inputs.is_tolerated else ():
        tolerant_acceptance.require_not_barred(reading(), party.holder.index)


def _with_store(candidate: _Candidate, filing: Filing | None, cases: Sequence[CasePlan]) -> CheckedFiling:
    """The filing with what the store knows, checked again if the store filled in something."""
    inputs, context = candidate.inputs, candidate.context
    if filing is not None and not candidate.reads_licence:
        _compare_code(candidate, filing)
    source = _read_source(candidate)
    fields, identified = inputs.fields, candidate.identity(candidate.selection)
    if source is not None:
        fields = filled_fields(candidate.offer, inputs.scenario, fields, source, identity=candidate.identity)
    trader = applicant_in(context.parties).sole_trader
    if trader is not None:
        named = {key: value for key, value in identified.items() if key in entity_keys(candidate.selection)}
        fields = {**named, **{key: text for key, text in fields.items() if text or key not in named}}
        identified = {key: value for key, value in identified.items() if key not in named}
    proofs = gather_proofs(
        proof_questions(candidate.selection, context.parties, has_consented=inputs.consent),
        actor=context.actor,
        purpose=candidate.offer.name,
        request=context.grant_request,
        preferred=typed_entity(candidate.selection, fields) | applicant_in(context.parties).trade_names,
    )
    licence = licence_of(candidate.offer, candidate.selection, proofs, files=inputs.attachments)
    if licence is not None:
        fields = with_licence(candidate.selection, fields, licence, identified=identified)
    if filing is None or fields != inputs.fields:
        filing = candidate.check(fields)
    if candidate.reads_licence and licence is None:
        _compare_code(candidate, filing)
    filed_source = NO_SOURCE
    if source is not None:
        filed_source = check_source(reading(), filing, source, cases, today=candidate.today)
    parties = with_representative(context.parties, filing, licence)
    return CheckedFiling(filing, cases, filed_source, replace(_submitted(inputs), proofs=proofs), parties)


def _compare_code(candidate: _Candidate, filing: Filing) -> None:
    """Raises AnswersInvalid for the credit code of another; an organisation states its own."""
    context, applicant = candidate.context, applicant_in(candidate.context.parties)
    if applicant.holder.is_organisation:
        return
    if applicant.sole_trader is None:
        refuse_code_of_another(filing, applicant.holder, actor=context.actor, now=candidate.now)
    else:
        refuse_trade_of_another(
            applicant.sole_trader, applicant.holder, actor=context.actor, now=candidate.now
        )


def _read_source(candidate: _Candidate) -> SourceCertificate | None:
    """The certificate from which the application starts, its use logged; None where it starts from none."""
    offer, context, holder = candidate.offer, candidate.context, candidate.context.applicant.holder
    if offer.starts_from is None:
        return None
    inquiry = Inquiry(holder, context.actor.public_id, offer.name, "", utc_now(), context.grant_request)
    identifier = candidate.inputs.source_certificate
    return read_source(identifier, offer.starts_from, holder=holder, inquiry=inquiry)


def _submitted(inputs: ApplicationInput) -> SubmittedMaterials:
    """What is submitted, before anything is proved."""
    return SubmittedMaterials(
        attachments=inputs.attachments,
        proofs=NO_PROOFS,
        seen=inputs.seen,
        is_incomplete=inputs.is_incomplete,
        is_tolerated=inputs.is_incomplete and inputs.is_tolerated,
    )
