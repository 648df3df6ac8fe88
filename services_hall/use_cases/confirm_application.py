"""The answers of joint applicants to an application that waits for them; the last one files it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from certificate_store.holders import Holder
from guides.bundles import AskedMaterial
from guides.errors import FieldProblem, GuidesError
from services_hall.applications.answers import MATERIAL, AnswerFault
from services_hall.applications.drafts import joint_confirmations, joint_notices, pinned_drafts
from services_hall.applications.drafts.joint_confirmations import Confirmation
from services_hall.applications.enumerations import SubjectKind, UsePurpose
from services_hall.applications.errors import (
    ApplicationsError,
    ConfirmationClosed,
    ConfirmationNotFound,
    DraftFiled,
    JointFilingFailed,
    RequirementsOpen,
)
from services_hall.applications.models import Draft, JointConfirmation
from services_hall.applications.parties import Identification, Party
from services_hall.applications.parties.joint_applicants import JointAnswer, materials_of
from services_hall.applications.prefill.store_proofs import Proofs
from services_hall.attachments.models import FileSubject
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Actor, accounts
from services_hall.identity.models import Account
from services_hall.notices.enumerations import NoticeTopic
from services_hall.use_cases.case_files import SentFile, check_files, fitting_files, store_files
from services_hall.use_cases.file_draft import DraftSubmission, file_draft
from services_hall.use_cases.open_draft import OpenDraft, with_offer
from services_hall.use_cases.preview_waivers import preview_materials


@dataclass(frozen=True)
class SubmittedDraft:
    """A draft that waits for its joint applicants, with what each of them answered."""

    opened: OpenDraft
    submission: DraftSubmission
    owner: Actor
    answers: Sequence[JointConfirmation]

    def materials_of(self, question: JointConfirmation) -> list[AskedMaterial]:
        """What is about this joint applicant."""
        about = self.opened.parties[question.position]
        found = materials_of(self.opened.selection.materials, self.opened.parties)
        return next(materials for party, materials in found if party is about)


@dataclass(frozen=True)
class JointActor:
    """Who answers: a person in their own account, or a clerk for the person whose document they see."""

    actor: Actor
    holders: tuple[Holder, ...]
    how: Identification


def in_own_account(actor: Actor) -> JointActor:
    """Somebody who answers in their own account."""
    return JointActor(actor, actor.holders, Identification.ACCOUNT)


def at_window(clerk: Actor, holder: Holder) -> JointActor:
    """Somebody who answers at a window, where the clerk has seen their document."""
    return JointActor(clerk, (holder,), Identification.DOCUMENT)


def open_submitted(by: JointActor, public_id: str) -> SubmittedDraft:
    """The draft that waits, for its owner and for those who are asked.

    Raises ConfirmationNotFound, OfferNotFound, and DraftFiled once it is filed.
    """
    draft = _readable(by, public_id)
    if draft.application_id is not None:
        raise DraftFiled(draft.application_id)
    if draft.submission is None:
        raise ConfirmationClosed
    owner = accounts.actor_of(reading().get_one(Account, draft.owner_id))
    submission = DraftSubmission.from_json(draft.submission)
    return SubmittedDraft(
        with_offer(owner, draft),
        submission,
        owner,
        joint_confirmations.confirmations_of(reading(), draft.id),
    )


def _readable(by: JointActor, public_id: str) -> Draft:
    if by.how is Identification.ACCOUNT:
        return joint_confirmations.submitted_draft(reading(), by.actor, public_id)
    return joint_confirmations.question_to(reading(), by.holders, public_id).draft


def own_question(by: JointActor, waiting: SubmittedDraft) -> JointConfirmation | None:
    """What the person is asked about the draft; None for the one who submitted it."""
    indexes = {one.index for one in by.holders}
    return next((one for one in waiting.answers if one.holder_index in indexes), None)


def preview_own(by: JointActor, waiting: SubmittedDraft, question: JointConfirmation) -> Proofs:
    """What the joint applicant's own certificates would prove; for themselves."""
    is_own = by.how is Identification.ACCOUNT
    purpose = UsePurpose.OWN_VIEW if is_own else UsePurpose.VIEW_IN_PRESENCE
    materials = waiting.materials_of(question)
    return preview_materials(materials, question.holder, by=by.actor, purpose=purpose)


def confirm_application(
    by: JointActor, public_id: str, *, has_consented: bool, files: Iterable[SentFile] = ()
) -> int | None:
    """Confirms for one joint applicant; the last one files, and gets the application's id.

    Raises ConfirmationNotFound, ConfirmationClosed, DraftFiled, RequirementsOpen for what is about the person
    and neither given nor proved, and JointFilingFailed when it cannot be filed any more as it was submitted:
    the draft is then its owner's again.
    """
    waiting = open_submitted(by, public_id)
    question = own_question(by, waiting)
    if question is None:
        raise ConfirmationNotFound
    _save_files(by, waiting, question, files)
    waiting = open_submitted(by, public_id)
    _require_materials(by, waiting, question, has_consented)
    given = Confirmation(
        by.actor.account_id,
        by.how,
        has_consented=has_consented,
        phone=(by.actor.phone or "") if by.how is Identification.ACCOUNT else "",
        at=utc_now(),
    )
    with transaction() as session:
        joint_confirmations.lock_submitted(session, public_id)
        question = joint_confirmations.question_to(session, by.holders, public_id)
        if question.answer is not JointAnswer.ASKED:
            raise ConfirmationClosed
        answers = joint_confirmations.confirmations_of(session, question.draft_id)
        others = [one for one in answers if one is not question]
        confirmations = joint_confirmations.confirmations_by_position(others)
        position = question.position
        if len(confirmations) < len(others):
            joint_confirmations.confirm(question, given)
            return None
    return _file(by, public_id, {**confirmations, position: given})


def refuse_application(by: JointActor, public_id: str) -> None:
    """Refuses, or withdraws a confirmation: nothing is filed, and the draft is its owner's again.

    Raises ConfirmationNotFound, ConfirmationClosed.
    """
    with transaction() as session:
        question = joint_confirmations.question_to(session, by.holders, public_id)
        draft = joint_confirmations.lock_submitted(session, public_id)
        session.refresh(question)
        now = utc_now()
        joint_notices.tell_returned(
            session, draft, NoticeTopic.JOINT_REFUSED, by=by.actor, refused=question, now=now
        )
        joint_confirmations.refuse(session, draft, question, now=now)


def recall_application(actor: Actor, public_id: str) -> None:
    """Takes the actor's own submission back; raises ConfirmationNotFound, ConfirmationClosed."""
    with transaction() as session:
        draft = joint_confirmations.submitted_draft(session, actor, public_id)
        if draft.owner_id != actor.account_id:
            raise ConfirmationNotFound
        draft = joint_confirmations.lock_submitted(session, public_id)
        now = utc_now()
        joint_notices.tell_returned(session, draft, NoticeTopic.JOINT_RECALLED, by=actor, now=now)
        joint_confirmations.recall(session, draft, now=now)


def _save_files(
    by: JointActor, waiting: SubmittedDraft, question: JointConfirmation, files: Iterable[SentFile]
) -> None:
    """Keeps the files for what is about the person; raises RequirementsOpen for one that is refused."""
    own = {material.key for material in waiting.materials_of(question)}
    checked, refused = check_files(file for file in files if file.key in own)
    if refused:
        raise RequirementsOpen(refused)
    if not checked:
        return
    with transaction() as session:
        draft = joint_confirmations.lock_submitted(session, waiting.opened.draft.public_id)
        session.expire(draft, ["attachments"])
        present = pinned_drafts.files_by_material(draft)
        fitting, overfull = fitting_files(checked, present)
        if overfull:
            raise RequirementsOpen(overfull)
        for key, sent in fitting.items():
            subject = FileSubject(SubjectKind.DRAFT, draft.id, key)
            store_files(session, sent, actor=by.actor, subject=subject, after=present.get(key, ()))
        session.expire(draft, ["attachments"])


def _require_materials(
    by: JointActor, waiting: SubmittedDraft, question: JointConfirmation, has_consented: bool
) -> None:
    given = {*pinned_drafts.files_by_material(waiting.opened.draft), *waiting.opened.draft.originals_seen}
    open_ones = [one for one in waiting.materials_of(question) if one.key not in given]
    if not open_ones or waiting.submission.is_incomplete:
        return
    proofs = preview_own(by, waiting, question) if has_consented else Proofs({})
    missing = {
        MATERIAL + one.key: FieldProblem(AnswerFault.MATERIAL_MISSING, {"name": one.name})
        for one in open_ones
        if proofs.proved(one.key) is None
    }
    if missing:
        raise RequirementsOpen(missing)


def _file(by: JointActor, public_id: str, confirmations: Mapping[int, Confirmation]) -> int:
    waiting = open_submitted(by, public_id)
    parties: list[Party] = joint_confirmations.confirmed_parties(waiting.opened.parties, confirmations)
    try:
        pinned_drafts.refuse_if_changed(waiting.opened.draft, waiting.opened.offer)
        return file_draft(
            waiting.owner, replace(waiting.opened, parties=parties), parties, waiting.submission
        )
    except (ApplicationsError, GuidesError) as error:
        with transaction() as session:
            draft, now = joint_confirmations.lock_submitted(session, public_id), utc_now()
            joint_notices.tell_returned(session, draft, NoticeTopic.JOINT_FAILED, by=by.actor, now=now)
            joint_confirmations.recall(session, draft, now=now)
        raise JointFilingFailed from error
