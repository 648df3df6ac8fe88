"""Filing of a draft's content for its parties, by the account that owns the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from services_hall.applications.delivery.choice import UNDECIDED_DELIVERY, DeliveryChoice
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.pinned_drafts import DraftSnapshot
from services_hall.applications.enumerations import Channel, DeliveryWay
from services_hall.applications.errors import DraftFiled, KeyReused, MaterialsChanged
from services_hall.applications.filing.input import ApplicationInput, FilingContext
from services_hall.applications.filing.requests import Applicant
from services_hall.applications.parties import Party, agent_in, applicant_in
from services_hall.applications.prefill.people_fields import ADDED_KEYS, with_typed_people
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.database import reading, transaction
from services_hall.identity import Actor, accounts
from services_hall.identity.capacities import Capacity
from services_hall.use_cases.check_application import check_application
from services_hall.use_cases.file_application import file_application
from services_hall.use_cases.open_draft import OpenDraft, source_of


@dataclass(frozen=True)
class DraftSubmission:
    """What is chosen when a draft is submitted.

    `is_incomplete` confirms that materials are missing; `delivery` is how results are wanted.
    """

    channel: Channel
    is_incomplete: bool = False
    delivery: DeliveryChoice = UNDECIDED_DELIVERY

    def as_json(self) -> dict[str, Any]:
        """The submission as JSON, kept while joint applicants are asked."""
        return {
            "channel": self.channel,
            "is_incomplete": self.is_incomplete,
            "delivery": vars(self.delivery),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The submission from the JSON of `as_json`."""
        chosen = value["delivery"]
        delivery = DeliveryChoice(DeliveryWay(chosen["way"]), chosen["has_consent"], chosen["address"])
        return cls(Channel(value["channel"]), value["is_incomplete"], delivery)


def file_draft(
    owner: Actor, current: OpenDraft, parties: Sequence[Party], submission: DraftSubmission
) -> int:
    """Files the draft of this account and returns the application's id; the same id when repeated.

    Raises what `file_application` raises.
    """
    snapshot = pinned_drafts.snapshot_of(current.draft)
    try:
        result = file_application(
            current.offer,
            _inputs(current, submission),
            _context(owner, current, parties, submission),
            draft=snapshot,
        )
    except AttachmentNotFound:
        raise MaterialsChanged from None
    except (DraftFiled, KeyReused) as earlier:
        return _close(snapshot, earlier.application_id)
    return result.application_id if result.written is not None else _close(snapshot, result.application_id)


def check_draft(
    owner: Actor, current: OpenDraft, parties: Sequence[Party], submission: DraftSubmission
) -> None:
    """Raises the error that would prevent the filing, before the joint applicants are asked to confirm."""
    context = _context(owner, current, parties, submission)
    check_application(current.offer, _inputs(current, submission), context)


def _context(
    owner: Actor, current: OpenDraft, parties: Sequence[Party], submission: DraftSubmission
) -> FilingContext:
    typed = {**current.draft.answers, **current.locked}
    parties = with_typed_people(parties, current.selection, typed, licensed=current.licensed)
    first = applicant_in(parties)
    return FilingContext(
        applicant=Applicant(_account_of(owner, parties), first.holder, first.phone, parties),
        actor=owner,
        channel=submission.channel,
        division_code=current.draft.division_code or "",
        idempotency_key=pinned_drafts.snapshot_of(current.draft).idempotency_key,
    )


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
        pinned_drafts.mark_filed(session, snapshot.owner_id, snapshot.public_id)
    return application_id


def _inputs(current: OpenDraft, submission: DraftSubmission) -> ApplicationInput:
    """The draft's content that the offer in force still requests, without the materials it issues."""
    draft = current.draft
    materials = {one.key for one in current.selection.materials if one.from_item is None}
    fields = {one.key for one in current.selection.form_fields} - ADDED_KEYS
    if draft.consent is True:
        fields -= current.licensed.keys()  # as they stand on the licence now
    content = ApplicationInput(
        scenario=dict(draft.scenario),
        fields={key: text for key, text in draft.answers.items() if text and key in fields},
        attachments={
            key: ids for key, ids in pinned_drafts.file_ids_by_material(draft).items() if key in materials
        },
        seen=frozenset(draft.originals_seen) & materials,
        consent=draft.consent is True,
        is_tolerated=draft.is_tolerance_chosen,
        source_certificate=source_of(draft),
    )
    return replace(content, is_incomplete=submission.is_incomplete, delivery=submission.delivery)
