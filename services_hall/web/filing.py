"""From a form to a filed application: checks, asks the store, files; the same for every channel."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from guides.bundles import BundleSelection
from services_hall.applications import answers, dispatch, drafts, intake, proofs
from services_hall.applications.answers import Offer
from services_hall.applications.drafts import AsRead
from services_hall.applications.errors import OfferChanged
from services_hall.applications.intake import Applicant, FilingResult, Request, Submission, SubmittedMaterials
from services_hall.applications.proofs import NO_PROOFS, STORE_AWAY, Proofs
from services_hall.clock import utc_now
from services_hall.database import certificate_transaction, end_reading, reading, transaction
from services_hall.identity import Actor

AWAY: Final = (OperationalError, InterfaceError, PoolTimeout)
Found = TypeVar("Found")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entered:
    """What a channel collected: scenario and field texts by key, files by asked material, originals seen.

    `consent` is the holder's permission to use certificates of the store for this application; `editions`
    holds the numbers by item code that the form was made from, where the channel knows them.
    """

    scenario: Mapping[str, str]
    fields: Mapping[str, str]
    attachments: Mapping[str, int] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    consent: bool = False
    editions: Mapping[str, int] = field(default_factory=dict)


def of_store(ask: Callable[[Session], Found]) -> Found:
    """What the certificate store answers, in one transaction of its own.

    A connection that died since it was last used, as all do when the server starts anew, is no store that is
    away: then it is asked once more, over a new one. Raises one of AWAY.
    """
    end_reading()
    try:
        return _of_store(ask)
    except AWAY as error:
        if not getattr(error, "connection_invalidated", False):
            raise
    return _of_store(ask)


def _of_store(ask: Callable[[Session], Found]) -> Found:
    with certificate_transaction() as store:
        return ask(store)


def preview(
    selection: BundleSelection, holder: Holder | None, *, by: Actor, purpose: str = proofs.OWN_EYES
) -> Proofs:
    """What the store could spare this holder, in their presence; a store that is away is no error."""
    if holder is None:
        return NO_PROOFS
    try:
        return of_store(
            lambda store: proofs.preview_proofs(
                store,
                selection.materials,
                holder=holder,
                by=by.public_id,
                now=utc_now(),
                purpose=purpose,
            )
        )
    except AWAY:
        logger.warning("the certificate store did not answer a preview")
        return STORE_AWAY


def submit(
    offer: Offer,
    entered: Entered,
    *,
    applicant: Applicant,
    actor: Actor,
    channel: str,
    division_code: str,
    idempotency_key: str,
    draft: AsRead | None = None,
) -> FilingResult:
    """Files; the same key and body again gives the same application, also when both come at once.

    With a `draft`, what is filed must still be what it holds, and it is closed in the same transaction.
    Raises AnswersInvalid, ScenarioStops, RequirementsOpen, MaterialNotInGuide, NoImplementation,
    DivisionNotFound, KeyReused, OfferChanged, AttachmentNotFound; of a draft DraftFiled, DraftChanged,
    DraftNotFound, too.
    """
    now = utc_now()
    request = Request(
        actor.account_id, idempotency_key, _request_hash(offer.code, entered, applicant, division_code)
    )
    if earlier := intake.filed_before(reading(), request):
        return earlier
    _refuse_if_changed(offer, entered.editions)
    filing = answers.check(offer, entered.scenario, entered.fields)
    cases = dispatch.plan_cases(reading(), offer, filing.selection, division_code=division_code, now=now)
    purpose = _purpose(offer, actor, idempotency_key)
    found = NO_PROOFS
    if entered.consent:
        found = _gather(filing.selection, applicant.holder, actor=actor, purpose=purpose)
    submission = Submission(request, channel=channel, division_code=division_code, purpose=purpose)
    given = SubmittedMaterials(attachments=entered.attachments, proofs=found, seen=entered.seen)
    try:
        with transaction() as session:
            row = None if draft is None else drafts.still_as_read(session, draft)
            filed = intake.file(
                session, filing, applicant=applicant, submission=submission, given=given, cases=cases, now=now
            )
            if row is not None:
                row.application_id = filed.application_id
            return filed
    except IntegrityError:
        faster = intake.filed_before(reading(), request)
        if faster is None:
            raise
        return faster


def filed_earlier(
    code: str,
    entered: Entered,
    *,
    applicant: Applicant,
    actor: Actor,
    division_code: str,
    idempotency_key: str,
) -> FilingResult | None:
    """What this very request filed before, also when nothing of this code is in force any more.

    Raises KeyReused when the key held another body.
    """
    body = _request_hash(code, entered, applicant, division_code)
    return intake.filed_before(reading(), Request(actor.account_id, idempotency_key, body))


def _refuse_if_changed(offer: Offer, editions: Mapping[str, int]) -> None:
    """Raises OfferChanged, naming the first guide that has another edition than the form was made from."""
    for code, number in editions.items():
        if code not in offer.items or offer.items[code].number != number:
            raise OfferChanged(code)


def _gather(selection: BundleSelection, holder: Holder, *, actor: Actor, purpose: str) -> Proofs:
    try:
        return of_store(
            lambda store: proofs.gather_proofs(
                store,
                selection.materials,
                holder=holder,
                by=actor.public_id,
                purpose=purpose,
                now=utc_now(),
            )
        )
    except AWAY:
        logger.warning("the certificate store did not answer a filing")
        return STORE_AWAY


def _purpose(offer: Offer, actor: Actor, key: str) -> str:
    """What the holder permits: this very application, also when the same request is sent again."""
    mark = hashlib.sha256(f"{actor.public_id}:{key}".encode()).hexdigest()[:12]
    return f"办理{offer.name}（申请 {mark}）"


def _request_hash(code: str, entered: Entered, applicant: Applicant, division_code: str) -> bytes:
    return intake.request_hash(
        code,
        division_code,
        dict(entered.scenario),
        dict(entered.fields),
        dict(entered.attachments),
        sorted(entered.seen),
        entered.consent,
        dict(entered.editions),
        applicant.holder.as_json(),
        applicant.phone,
    )
