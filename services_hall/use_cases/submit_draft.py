"""Submission of a draft, which is filed only once even if the request is repeated."""

from collections.abc import Sequence
from dataclasses import replace

from guides.errors import FieldProblem
from services_hall.applications import drafts
from services_hall.applications.answers import AnswerFault
from services_hall.applications.delivery_choice import UNDECIDED_DELIVERY, DeliveryChoice
from services_hall.applications.drafts import DraftSnapshot
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import (
    AnswersInvalid,
    DraftChanged,
    DraftFiled,
    KeyReused,
    MaterialsChanged,
)
from services_hall.applications.intake import Applicant
from services_hall.applications.parties import Party, agent_in, applicant_in
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.database import reading, transaction
from services_hall.identity import Actor, accounts
from services_hall.identity.capacities import Capacity
from services_hall.use_cases.file_application import ApplicationInput, file_application
from services_hall.use_cases.open_draft import OpenDraft, source_of


def submit_draft(
    actor: Actor,
    current: OpenDraft,
    *,
    channel: Channel,
    reviewed: str = "",
    is_incomplete: bool = False,
    delivery: DeliveryChoice = UNDECIDED_DELIVERY,
) -> int:
    """Files the draft and returns the application's id; a repeated submission returns the same id.

    `reviewed` is the digest of the draft on the page from which it is submitted, if the page contains it;
    `is_incomplete` confirms that materials are missing; `delivery` is how results are wanted.
    Raises OfferChanged, AnswersInvalid, ScenarioStops, RequirementsOpen, NoImplementation, DraftNotFound,
    DeliveryInvalid, ApplicantRefused, SourceRefused, MaterialsChanged, DraftChanged, ToleranceBarred,
    WindowOnly.
    """
    snapshot = drafts.snapshot_of(current.draft)
    if reviewed not in {"", snapshot.digest}:
        raise DraftChanged
    drafts.refuse_if_changed(current.draft, current.offer)
    parties = drafts.parties_of(actor, current.draft)
    if not parties:
        raise AnswersInvalid({"holder": FieldProblem(AnswerFault.APPLICANT_UNKNOWN)})
    who = applicant_in(parties)
    try:
        result = file_application(
            current.offer,
            replace(_inputs(current), is_incomplete=is_incomplete, delivery=delivery),
            applicant=Applicant(_account_of(actor, parties), who.holder, who.phone, parties),
            actor=actor,
            channel=channel,
            division_code=current.draft.division_code or "",
            idempotency_key=snapshot.idempotency_key,
            draft=snapshot,
        )
    except AttachmentNotFound:
        raise MaterialsChanged from None
    except (DraftFiled, KeyReused) as earlier:
        return _close(snapshot, earlier.application_id)
    return result.application_id if result.written is not None else _close(snapshot, result.application_id)


def _account_of(actor: Actor, parties: Sequence[Party]) -> int | None:
    """The applicant's account, in which the application is shown; None for somebody without one."""
    applicant, agent = applicant_in(parties), agent_in(parties)
    if applicant.account_id is not None:
        return applicant.account_id
    if agent is not None and agent.capacity is Capacity.MEMBER and applicant.holder in actor.holders:
        return actor.account_id
    account = accounts.account_of_holder(reading(), applicant.holder)
    return None if account is None else account.id


def _close(snapshot: DraftSnapshot, application_id: int) -> int:
    """The application that was filed from this draft earlier; it is now recorded in the draft."""
    with transaction() as session:
        drafts.mark_filed(session, snapshot.owner_id, snapshot.public_id)
    return application_id


def _inputs(current: OpenDraft) -> ApplicationInput:
    """The draft's content that the offer in force still requests, without the materials it issues."""
    draft = current.draft
    materials = {one.key for one in current.selection.materials if one.from_item is None}
    fields = {one.key for one in current.selection.form_fields}
    return ApplicationInput(
        scenario=dict(draft.scenario),
        fields={key: text for key, text in draft.answers.items() if text and key in fields},
        attachments={key: ids for key, ids in drafts.file_ids_by_material(draft).items() if key in materials},
        seen=frozenset(draft.originals_seen) & materials,
        consent=draft.consent is True,
        is_tolerated=draft.is_tolerance_chosen,
        source_certificate=source_of(draft),
    )
