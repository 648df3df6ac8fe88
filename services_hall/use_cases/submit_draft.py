"""Submission of a draft, which is filed only once even if the request is repeated."""

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
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.file_application import ApplicationInput, file_application
from services_hall.use_cases.open_draft import OpenDraft, source_of


def submit_draft(
    actor: Actor,
    current: OpenDraft,
    *,
    channel: Channel,
    account_id: int | None,
    reviewed: str = "",
    is_incomplete: bool = False,
    delivery: DeliveryChoice = UNDECIDED_DELIVERY,
) -> int:
    """Files the draft and returns the application's id; a repeated submission returns the same id.

    `reviewed` is the digest of the draft on the page from which it is submitted, if the page contains it;
    `is_incomplete` confirms that materials are missing; `delivery` is how results are wanted.
    Raises OfferChanged, AnswersInvalid, ScenarioStops, RequirementsOpen, NoImplementation, DraftNotFound,
    DeliveryInvalid, SourceRefused, MaterialsChanged, DraftChanged, ToleranceBarred.
    """
    snapshot = drafts.snapshot_of(current.draft)
    if reviewed not in {"", snapshot.digest}:
        raise DraftChanged
    drafts.refuse_if_changed(current.draft, current.offer)
    holder, phone = drafts.applicant_of(actor, current.draft)
    if holder is None:
        raise AnswersInvalid({"holder": FieldProblem(AnswerFault.APPLICANT_UNKNOWN)})
    try:
        result = file_application(
            current.offer,
            replace(_inputs(current), is_incomplete=is_incomplete, delivery=delivery),
            applicant=Applicant(account_id=account_id, holder=holder, phone=phone),
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
        attachments={
            key: file.id for key, file in drafts.files_by_material(draft).items() if key in materials
        },
        seen=frozenset(draft.originals_seen) & materials,
        consent=draft.consent is True,
        is_tolerated=draft.is_tolerance_chosen,
        source_certificate=source_of(draft),
    )
