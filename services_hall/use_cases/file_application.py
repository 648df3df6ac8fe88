"""Filing of an application: validation of answers, query of the store, one transaction for all writes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from certificate_store.holders import Holder
from certificate_store.lookup import Inquiry
from services_hall.applications import answers, bars, dispatch, drafts, intake, tolerance
from services_hall.applications.answer_texts import asked_places
from services_hall.applications.answers import Filing, Offer
from services_hall.applications.business_licences import licence_of, typed_entity, with_licence
from services_hall.applications.delivery_choice import UNDECIDED_DELIVERY, DeliveryChoice, check_delivery
from services_hall.applications.dispatch import CasePlan
from services_hall.applications.drafts import DraftSnapshot
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import OfferChanged
from services_hall.applications.intake import Applicant, FilingResult, Request, Submission
from services_hall.applications.joint_applicants import (
    is_left_to_joint,
    require_applicants,
    require_confirmed,
)
from services_hall.applications.mandates import require_mandate
from services_hall.applications.materials import SubmittedMaterials, meet_materials
from services_hall.applications.parties import agent_in, applicants_in, identity_values, joint_applicants_in
from services_hall.applications.proofs import Proofs
from services_hall.applications.source_certificates import SourceCertificate
from services_hall.applications.source_checks import (
    NO_SOURCE,
    check_source,
    filled_fields,
    require_expected,
)
from services_hall.applications.stated_agents import require_agreement
from services_hall.applications.window_only import is_from_afar, require_window, window_only
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Actor
from services_hall.use_cases.compare_code import refuse_code_of_another
from services_hall.use_cases.gather_proofs import gather_proofs
from services_hall.use_cases.read_source import read_source


@dataclass(frozen=True)
class ApplicationInput:
    """Input from a channel: scenario and fields by key, files by material in order, inspected originals.

    `consent` is the holder's permission to use certificates of the store for this application; `editions` are
    the edition numbers by item code from which the form was made, if the channel knows them; `is_incomplete`
    confirms that the application is filed although materials are missing, `is_tolerated` that the applicant
    promises to supply those that may follow (容缺受理); `delivery` is how results are wanted;
    `source_certificate` is the identifier of the certificate that is renewed, changed, replaced or cancelled;
    `is_at_window` says that the applicant stands at a window of the system that files.
    """

    scenario: Mapping[str, str]
    fields: Mapping[str, str]
    attachments: Mapping[str, Sequence[int]] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    consent: bool = False
    editions: Mapping[str, int] = field(default_factory=dict)
    is_incomplete: bool = False
    is_tolerated: bool = False
    is_bar_known: bool = True
    delivery: DeliveryChoice = UNDECIDED_DELIVERY
    source_certificate: str = ""
    is_at_window: bool = False


@dataclass(frozen=True)
class _CheckedFiling:
    """An application that can be filed: everything that is read before the transaction that writes it."""

    filing: Filing
    cases: Sequence[CasePlan]
    submission: Submission
    submitted: SubmittedMaterials


def file_application(
    offer: Offer,
    inputs: ApplicationInput,
    *,
    applicant: Applicant,
    actor: Actor,
    channel: Channel,
    division_code: str,
    idempotency_key: str,
    draft: DraftSnapshot | None = None,
) -> FilingResult:
    """Files an application; a repeated request with the same key and body returns the same application.

    This also holds for simultaneous requests. With a `draft`, the input must still equal the content of the
    draft, and the draft is closed in the same transaction. Raises AnswersInvalid, ScenarioStops,
    RequirementsOpen, MaterialNotInGuide, NoImplementation, DivisionNotFound, KeyReused, OfferChanged,
    DeliveryInvalid, ToleranceBarred, SourceRefused, ApplicantRefused, AttachmentNotFound; for a draft also
    DraftFiled, DraftChanged, DraftNotFound; from afar also WindowOnly, where nothing else is selected.
    """
    now = utc_now()
    require_confirmed(applicant.parties)
    request = Request(
        actor.account_id, idempotency_key, _request_hash(offer.code, inputs, applicant, division_code)
    )
    if earlier := intake.filed_before(reading(), request):
        return earlier
    checked = _check(
        offer,
        inputs,
        applicant=applicant,
        actor=actor,
        channel=channel,
        division_code=division_code,
        request=request,
        now=now,
    )
    try:
        return _write(checked, applicant=applicant, draft=draft, now=now)
    except IntegrityError:
        concurrent = intake.filed_before(reading(), request)
        if concurrent is None:
            raise
        return concurrent


def check_application(
    offer: Offer,
    inputs: ApplicationInput,
    *,
    applicant: Applicant,
    actor: Actor,
    channel: Channel,
    division_code: str,
    idempotency_key: str,
) -> None:
    """Raises what `file_application` would raise, before the joint applicants are asked to confirm.

    What they prove or give when they confirm is not missed yet.
    """
    checked = _check(
        offer,
        inputs,
        applicant=applicant,
        actor=actor,
        channel=channel,
        division_code=division_code,
        request=Request(actor.account_id, idempotency_key, b""),
        now=utc_now(),
    )
    asked = checked.filing.selection.materials
    own = [one for one in asked if not is_left_to_joint(one, applicant.parties)]
    others = {one.key for one in asked} - {one.key for one in own}
    given = {key: id_ for key, id_ in inputs.attachments.items() if key not in others}
    meet_materials(own, replace(checked.submitted, attachments=given))


def _check(
    offer: Offer,
    inputs: ApplicationInput,
    *,
    applicant: Applicant,
    actor: Actor,
    channel: Channel,
    division_code: str,
    request: Request,
    now: datetime,
) -> _CheckedFiling:
    holder = applicant.holder
    offer = replace(offer, is_from_afar=is_from_afar(channel, is_at_window=inputs.is_at_window))
    selection = answers.settle(offer, inputs.scenario)
    require_window(window_only(offer.guides, selection), is_from_afar=offer.is_from_afar)
    require_applicants([offer.items[item.code].terms for item in selection.items], applicant.parties)
    require_agreement(selection, applicant.parties)
    codes = [item.code for item in selection.items]
    require_mandate(reading(), applicant.parties, offer.code, codes, on=local_day(now))
    check_delivery(inputs.delivery)
    _refuse_if_changed(offer, inputs.editions)
    if not inputs.is_bar_known:
        applicants = [party.holder for party in applicants_in(applicant.parties)]
        items = {item.code: offer.items[item.code].terms for item in selection.items}
        bars.require_bars_known(reading(), applicants, items, today=local_day(now))
    for party in applicants_in(applicant.parties) if inputs.is_tolerated else ():
        tolerance.require_not_barred(reading(), party.holder.index)
    grant_request = _grant_request(actor, request.idempotency_key)
    source = _read_source(offer, inputs, holder, actor=actor, request=grant_request)
    fields = inputs.fields if source is None else filled_fields(offer, inputs.scenario, inputs.fields, source)
    gathered = gather_proofs(
        offer,
        selection,
        applicant.parties,
        has_consented=inputs.consent,
        actor=actor,
        request=grant_request,
        preferred=typed_entity(selection, fields),
    )
    licence = licence_of(offer, selection, gathered, files=inputs.attachments)
    filing = answers.check(
        offer,
        inputs.scenario,
        with_licence(selection, fields, licence, identified=identity_values(selection, applicant.parties)),
        lambda selection: identity_values(selection, applicant.parties),
        today=local_day(now),
        places=asked_places(reading(), offer.form_fields),
    )
    cases = dispatch.plan_cases(
        reading(), offer, filing.selection, division_code=division_code, channel=channel, now=now
    )
    filed_source = NO_SOURCE
    if source is not None:
        filed_source = check_source(reading(), filing, source, cases, today=local_day(now))
    submission = Submission(
        request,
        channel=channel,
        division_code=division_code,
        grant_request=grant_request,
        delivery=inputs.delivery,
        source=filed_source,
    )
    if licence is None and not holder.is_organisation:
        refuse_code_of_another(filing, holder, actor=actor, now=now)
    return _CheckedFiling(filing, cases, submission, _submitted(inputs, gathered))


def _submitted(inputs: ApplicationInput, proofs: Proofs) -> SubmittedMaterials:
    return SubmittedMaterials(
        attachments=inputs.attachments,
        proofs=proofs,
        seen=inputs.seen,
        is_incomplete=inputs.is_incomplete,
        is_tolerated=inputs.is_incomplete and inputs.is_tolerated,
    )


def _write(
    checked: _CheckedFiling, *, applicant: Applicant, draft: DraftSnapshot | None, now: datetime
) -> FilingResult:
    with transaction() as session:
        row = None if draft is None else drafts.lock_unchanged(session, draft)
        result = intake.file(
            session,
            checked.filing,
            applicant=applicant,
            submission=checked.submission,
            submitted=checked.submitted,
            cases=checked.cases,
            now=now,
        )
        if row is not None:
            row.application_id = result.application_id
        return result


def earlier_filing(
    code: str,
    inputs: ApplicationInput,
    *,
    applicant: Applicant,
    actor: Actor,
    division_code: str,
    idempotency_key: str,
) -> FilingResult | None:
    """The earlier result of the same request, even if nothing with this code is in force any more.

    Raises KeyReused when the key was used with another body.
    """
    body = _request_hash(code, inputs, applicant, division_code)
    return intake.filed_before(reading(), Request(actor.account_id, idempotency_key, body))


def _refuse_if_changed(offer: Offer, editions: Mapping[str, int]) -> None:
    """Raises OfferChanged with the first guide whose edition differs from that of the form."""
    for code, number in editions.items():
        if code not in offer.items or offer.items[code].number != number:
            raise OfferChanged(code)


def _read_source(
    offer: Offer, inputs: ApplicationInput, holder: Holder, *, actor: Actor, request: str
) -> SourceCertificate | None:
    """The certificate from which the application starts, its use logged; None where it starts from none."""
    require_expected(offer, inputs.source_certificate)
    if offer.starts_from is None:
        return None
    inquiry = Inquiry(holder, actor.public_id, offer.name, "", utc_now(), request)
    return read_source(inputs.source_certificate, offer.starts_from, holder=holder, inquiry=inquiry)


def _grant_request(actor: Actor, key: str) -> str:
    """The request that the holder permits: this application, identical when the same request is repeated."""
    return hashlib.sha256(f"{actor.public_id}:{key}".encode()).hexdigest()[:12]


def _request_hash(code: str, inputs: ApplicationInput, applicant: Applicant, division_code: str) -> bytes:
    agent = agent_in(applicant.parties)
    return intake.request_hash(
        code,
        division_code,
        dict(inputs.scenario),
        dict(inputs.fields),
        {key: ids[0] if len(ids) == 1 else list(ids) for key, ids in inputs.attachments.items()},
        sorted(inputs.seen),
        inputs.consent,
        dict(inputs.editions),
        applicant.holder.as_json(),
        applicant.phone,
        *(("incomplete",) if inputs.is_incomplete else ()),
        *(("tolerated",) if inputs.is_tolerated else ()),
        *(("at_window",) if inputs.is_at_window else ()),
        *((vars(inputs.delivery),) if inputs.delivery != UNDECIDED_DELIVERY else ()),
        *((inputs.source_certificate,) if inputs.source_certificate else ()),
        *((agent.as_json(),) if agent is not None else ()),
        *(one.as_json() for one in joint_applicants_in(applicant.parties)),
    )
