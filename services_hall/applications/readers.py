"""Conditions for who may read applications, cases, their papers and their files."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true, union

from guides.divisions import lies_in
from services_hall.applications.enumerations import THIRD_PARTY_PAPERS, SubjectKind
from services_hall.applications.models import (
    Application,
    ApplicationItem,
    ApplicationParty,
    Case,
    Draft,
    JointConfirmation,
    Requirement,
    SupersededMaterial,
)
from services_hall.applications.parties import PartyRole
from services_hall.applications.parties.joint_applicants import JointAnswer
from services_hall.applications.tolerance.supply_pleas import PLEA_FILE
from services_hall.attachments.models import Attachment
from services_hall.attachments.queries import FileReaders
from services_hall.clock import local_day, utc_now
from services_hall.documents.models import Paper
from services_hall.documents.queries import PaperReaders
from services_hall.identity import Actor, Permission, Post
from services_hall.identity.memberships import has_left, member_organisations
from services_hall.identity.models import Representation
from services_hall.identity.roles import ROLE_DEFINITIONS

OWN_CASE_FILES: Final = (PLEA_FILE,)
"""The keys of files of a case that its applicant gave."""


def is_holder(actor: Actor) -> ColumnElement[bool]:
    """The condition for applications of this person or organisation, alone or together with others."""
    own = or_(Application.applicant_id == actor.account_id, _is_of_member(actor))
    indexes = [holder.index for holder in actor.holders]
    if not indexes:
        return own
    joint = exists().where(ApplicationParty.application_id == Application.id, *_is_joint_applicant(indexes))
    return or_(own, Application.holder_index.in_(indexes), joint)


def listed_application_ids(actor: Actor) -> Select[tuple[int]]:
    """The ids of `own_application_ids`, and of the applications in which the person acted for somebody."""
    left = has_left(local_day(utc_now()), actor.account_id, Application.holder_index)
    parts = [
        own_application_ids(actor),
        select(Application.id).where(Application.filed_by_id == actor.account_id, ~left),
    ]
    indexes = [holder.index for holder in actor.holders]
    if indexes:
        acted = select(ApplicationParty.application_id).where(*_is_agent(indexes))
        parts.append(select(Application.id).where(Application.id.in_(acted), ~left))
    found = union(*(part.correlate(None) for part in parts)).subquery()
    return select(found.c[0])


def own_application_ids(actor: Actor) -> Select[tuple[int]]:
    """The ids of the applications of `is_holder`, each part found by its own index: for lists."""
    organisations = select(Representation.principal_index).where(
        *member_organisations(local_day(utc_now()), actor.account_id)
    )
    parts = [
        select(Application.id).where(Application.applicant_id == actor.account_id),
        select(Application.id).where(Application.holder_index.in_(organisations)),
    ]
    indexes = [holder.index for holder in actor.holders]
    if indexes:
        parts.append(select(Application.id).where(Application.holder_index.in_(indexes)))
        parts.append(select(ApplicationParty.application_id).where(*_is_joint_applicant(indexes)))
    found = union(*(part.correlate(None) for part in parts)).subquery()
    return select(found.c[0])


def _is_joint_applicant(indexes: Sequence[bytes]) -> tuple[ColumnElement[bool], ...]:
    return (
        ApplicationParty.holder_index.in_(indexes),
        ApplicationParty.role == PartyRole.APPLICANT,
        ApplicationParty.position > 1,
    )


def _is_agent(indexes: Sequence[bytes]) -> tuple[ColumnElement[bool], ...]:
    return (ApplicationParty.holder_index.in_(indexes), ApplicationParty.role == PartyRole.AGENT)


def is_party(actor: Actor) -> ColumnElement[bool]:
    """The condition for applications of this person or organisation, filed by them, or with them as agent.

    Somebody who left an organisation no longer sees what they filed for it.
    """
    left = has_left(local_day(utc_now()), actor.account_id, Application.holder_index)
    acted = Application.filed_by_id == actor.account_id
    if indexes := [holder.index for holder in actor.holders]:
        agent = exists().where(ApplicationParty.application_id == Application.id, *_is_agent(indexes))
        acted = or_(acted, agent)
    return or_(is_holder(actor), and_(acted, ~left))


def _is_of_member(actor: Actor) -> ColumnElement[bool]:
    """The condition for applications of an organisation whose member the account is today."""
    memberships = member_organisations(local_day(utc_now()), actor.account_id)
    return exists().where(Representation.principal_index == Application.holder_index, *memberships)


def is_at_desk(actor: Actor) -> ColumnElement[bool]:
    """The condition for cases that the actor handles."""
    return is_at_desk_of(actor.posts)


def is_at_desk_of(posts: Sequence[Post]) -> ColumnElement[bool]:
    """The condition for cases that somebody with these posts handles."""
    return _is_within_posts(posts, Permission.HANDLE_CASES)


def is_in_charge(actor: Actor) -> ColumnElement[bool]:
    """The condition for cases of which the actor is the head, who approves extensions."""
    return _is_within_posts(actor.posts, Permission.APPROVE_EXTENSIONS)


def _is_within_posts(posts: Sequence[Post], permission: Permission) -> ColumnElement[bool]:
    """The condition for cases within the posts: by agency, and by division where the post has one."""
    reached = [
        and_(
            Case.agency_code == post.agency_code,
            _is_in_place(post.division_code),
        )
        for post in posts
        if permission in ROLE_DEFINITIONS[post.role].may and post.agency_code is not None
    ]
    return or_(*reached) if reached else false()


def _is_in_place(division_code: str | None) -> ColumnElement[bool]:
    return true() if division_code is None else lies_in(Case.division_code, division_code)


def _may_read_application_paper(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Application.id == Paper.subject_id, is_party(actor))


def _may_read_case_paper(actor: Actor) -> ColumnElement[bool]:
    """The agency, and the parties, who do not read what a third party was told."""
    is_own = and_(is_party(actor), Paper.kind.not_in(THIRD_PARTY_PAPERS))
    return exists().where(
        Case.id == Paper.subject_id,
        Application.id == Case.application_id,
        or_(is_own, is_at_desk(actor)),
    )


def _may_read_file(actor: Actor) -> ColumnElement[bool]:
    """The applicant, and the officers of the cases whose items require the file, or required it before."""
    first = func.coalesce(Attachment.first_id, Attachment.id)
    was_given = (
        exists()
        .where(
            SupersededMaterial.requirement_id == Requirement.id,
            SupersededMaterial.attachment_id == first,
        )
        .correlate(Requirement, Attachment)
    )
    is_required = (
        select(Case.id)
        .join(ApplicationItem, ApplicationItem.id == Case.application_item_id)
        .join(Requirement, Requirement.application_item_id == ApplicationItem.id)
        .where(or_(Requirement.attachment_id == first, was_given), is_at_desk(actor))
        .exists()
    )
    return or_(exists().where(Application.id == Attachment.subject_id, is_holder(actor)), is_required)


def _may_read_case_file(actor: Actor) -> ColumnElement[bool]:
    """The officers of the case, to which its photos and records belong; the applicant's own by them too."""
    return or_(
        exists().where(Case.id == Attachment.subject_id, is_at_desk(actor)),
        and_(
            Attachment.subject_key.in_(OWN_CASE_FILES),
            exists().where(
                Case.id == Attachment.subject_id, Application.id == Case.application_id, is_holder(actor)
            ),
        ),
    )


def _may_read_draft_file(actor: Actor) -> ColumnElement[bool]:
    """Those who are asked to confirm the draft with which the file was given, as long as it waits."""
    return exists().where(
        Draft.id == Attachment.subject_id,
        Draft.application_id.is_(None),
        JointConfirmation.draft_id == Draft.id,
        JointConfirmation.holder_index.in_([holder.index for holder in actor.holders]),
        JointConfirmation.answer.in_([JointAnswer.ASKED, JointAnswer.CONFIRMED]),
    )


PAPER_READERS: Final[PaperReaders] = {
    SubjectKind.APPLICATION: _may_read_application_paper,
    SubjectKind.CASE: _may_read_case_paper,
}
FILE_READERS: Final[FileReaders] = {
    SubjectKind.DRAFT: _may_read_draft_file,
    SubjectKind.APPLICATION: _may_read_file,
    SubjectKind.CASE: _may_read_case_file,
}
