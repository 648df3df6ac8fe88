"""Submission of a draft: filed once even if the request is repeated, or put to its joint applicants."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from guides.errors import FieldProblem
from services_hall.applications.answers import AnswerFault
from services_hall.applications.delivery.choice import UNDECIDED_DELIVERY, DeliveryChoice
from services_hall.applications.drafts import joint_confirmations, joint_notices, pinned_drafts
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import AnswersInvalid, DraftChanged
from services_hall.applications.parties import Identification, Party, joint_applicants_in
from services_hall.applications.parties.joint_applicants import unconfirmed
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.file_draft import DraftSubmission, check_draft, file_draft
from services_hall.use_cases.open_draft import OpenDraft


def submit_draft(
    actor: Actor,
    current: OpenDraft,
    *,
    channel: Channel,
    reviewed: str = "",
    is_incomplete: bool = False,
    delivery: DeliveryChoice = UNDECIDED_DELIVERY,
) -> int | None:
    """Files the draft and returns the application's id; a repeated submission returns the same id.

    None where joint applicants must confirm first: the draft then waits for them, unchanged.
    `reviewed` is the digest of the draft on the page from which it is submitted, if the page contains it;
    `is_incomplete` confirms that materials are missing; `delivery` is how results are wanted.
    Raises OfferChanged, AnswersInvalid, ScenarioStops, RequirementsOpen, NoImplementation, DraftNotFound,
    DeliveryInvalid, ApplicantRefused, SourceRefused, MaterialsChanged, DraftChanged, ToleranceBarred,
    WindowOnly.
    """
    snapshot = pinned_drafts.snapshot_of(current.draft)
    if reviewed not in {"", snapshot.digest}:
        raise DraftChanged
    pinned_drafts.refuse_if_changed(current.draft, current.offer)
    parties = pinned_drafts.parties_of(actor, current.draft)
    if not parties:
        raise AnswersInvalid({"holder": FieldProblem(AnswerFault.APPLICANT_UNKNOWN)})
    submission = DraftSubmission(channel, is_incomplete, delivery)
    if not unconfirmed(parties):
        return file_draft(actor, current, _signed(parties, utc_now()), submission)
    check_draft(actor, current, parties, submission)
    with transaction() as session:
        draft = pinned_drafts.lock_unchanged(session, snapshot)
        now = utc_now()
        joint_confirmations.ask_to_confirm(session, draft, parties, submission.as_json(), now=now)
        joint_notices.tell_asked(session, draft, by=actor, now=now)
    return None


def _signed(parties: Sequence[Party], now: datetime) -> list[Party]:
    """The parties, where each joint applicant whose document a clerk has seen signs at the window."""
    joint = joint_applicants_in(parties)
    return [
        replace(one, confirmed_at=now)
        if one in joint and one.identification is Identification.DOCUMENT
        else one
        for one in parties
    ]
