"""Queries for applications and cases; data that the actor may not see is reported as not found."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from guides.divisions import lies_in
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.errors import ApplicationNotFound, CaseNotFound, PaperNotFound
from services_hall.applications.lifecycle import DESK_WORK, CaseState
from services_hall.applications.models import (
    AnyPaper,
    Application,
    ApplicationItem,
    Case,
    CaseWait,
    Requirement,
)
from services_hall.applications.numbering import (
    CaseNumberInvalid,
    parse_application_number,
    parse_case_number,
)
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.attachments.models import Attachment
from services_hall.documents.models import Paper
from services_hall.identity import Actor, Permission
from services_hall.identity.roles import ROLE_DEFINITIONS


def own_application(session: Session, actor: Actor, number: str) -> Application:
    """An application of this person or organisation, or filed by them; raises ApplicationNotFound."""
    return _application(session, number, or_(_is_holder(actor), Application.filed_by_id == actor.account_id))


def own_applications(
    session: Session, actor: Actor, *, after: int | None = None, limit: int = 20
) -> Sequence[Application]:
    """The person's applications, newest first; `after` is the last id of the previous page."""
    rows = (
        select(Application)
        .where(_is_holder(actor))
        .options(selectinload(Application.cases))
        .order_by(Application.id.desc())
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(Application.id < after)
    return session.scalars(rows).all()


def filed_applications(
    session: Session, actor: Actor, *, after: int | None = None, limit: int = 20
) -> Sequence[Application]:
    """The applications that this clerk or system filed for others, newest first; `after` as above."""
    rows = (
        select(Application)
        .where(Application.filed_by_id == actor.account_id)
        .options(selectinload(Application.cases))
        .order_by(Application.id.desc())
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(Application.id < after)
    return session.scalars(rows).all()


def application_by_id(session: Session, application_id: int) -> Application:
    """The application that was just filed, with all data that its page shows."""
    return session.scalars(_whole().where(Application.id == application_id)).one()


def desk_case(session: Session, actor: Actor, number: str) -> Case:
    """A case of the officer's agency and division; raises CaseNotFound for any other."""
    rows = _with_number(select(Case), number).where(_is_at_desk(actor)).options(*_case_parts())
    case = session.scalars(rows).one_or_none()
    if case is None:
        raise CaseNotFound
    return case


def lock_case(session: Session, actor: Actor, number: str) -> Case:
    """Like `desk_case`, freshly read and locked until the transaction ends; raises CaseNotFound."""
    rows = (
        _with_number(select(Case), number)
        .where(_is_at_desk(actor))
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )
    case = session.scalars(rows).one_or_none()
    if case is None:
        raise CaseNotFound
    return case


def desk_cases(
    session: Session,
    actor: Actor,
    *,
    states: Sequence[CaseState] | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Sequence[Case]:
    """The officer's cases, oldest first; by default the undecided ones that wait for no other case."""
    selected_states = tuple(states) if states is not None else tuple(sorted(DESK_WORK))
    rows = (
        select(Case)
        .where(_is_at_desk(actor), Case.state.in_(selected_states))
        .options(joinedload(Case.application))
        .order_by(Case.id)
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(Case.id > after)
    return session.scalars(rows).all()


def attachment_for(session: Session, actor: Actor, public_id: str) -> Attachment:
    """A file, for its owner, the applicant, or the officer of its case; raises AttachmentNotFound."""
    attachment = session.scalars(select(Attachment).where(Attachment.public_id == public_id)).one_or_none()
    if attachment is None:
        raise AttachmentNotFound
    if attachment.owner_id == actor.account_id:
        return attachment
    handled = (
        select(Case.id)
        .join(ApplicationItem, ApplicationItem.id == Case.application_item_id)
        .join(Requirement, Requirement.application_item_id == ApplicationItem.id)
        .where(Requirement.attachment_id == attachment.id, _is_at_desk(actor))
    )
    applied = select(Application.id).where(_is_part_of(attachment), _is_holder(actor))
    if session.scalar(handled.limit(1)) is None and session.scalar(applied) is None:
        raise AttachmentNotFound
    return attachment


def _is_part_of(attachment: Attachment) -> ColumnElement[bool]:
    """The condition for the application to which a file belongs."""
    is_filed = attachment.subject_kind == SubjectKind.APPLICATION
    return Application.id == attachment.subject_id if is_filed else false()


def paper_for(session: Session, actor: Actor, public_id: str) -> AnyPaper:
    """A paper, for its applicant, the account that filed, or the agency of its case; raises PaperNotFound."""
    is_of_case = Paper.subject_kind == SubjectKind.CASE
    application_id = case((is_of_case, Case.application_id), else_=Paper.subject_id)
    rows = (
        select(Paper)
        .outerjoin(Case, and_(is_of_case, Case.id == Paper.subject_id))
        .join(Application, Application.id == application_id)
        .where(
            Paper.public_id == public_id,
            Paper.subject_kind.in_((SubjectKind.APPLICATION, SubjectKind.CASE)),
            or_(_is_holder(actor), Application.filed_by_id == actor.account_id, _is_at_desk(actor)),
        )
    )
    paper = session.scalars(rows).one_or_none()
    if not isinstance(paper, AnyPaper):
        raise PaperNotFound
    return paper


def paper_by_number(session: Session, number: str) -> AnyPaper | None:
    """A finished paper by its printed number, for public verification."""
    paper = session.scalars(
        select(Paper).where(Paper.number == number.strip(), Paper.made_at.is_not(None))
    ).one_or_none()
    return paper if isinstance(paper, AnyPaper) else None


def case_that_issued(session: Session, actor: Actor, identifier: str) -> Case:
    """The case that issued a certificate, for its applicant and its agency; raises CaseNotFound."""
    case = session.scalars(
        select(Case)
        .join(Application, Application.id == Case.application_id)
        .where(
            Case.certificate_identifier == identifier,
            or_(_is_at_desk(actor), Application.filed_by_id == actor.account_id, _is_holder(actor)),
        )
    ).one_or_none()
    if case is None:
        raise CaseNotFound
    return case


def _application(session: Session, number: str, may_see: ColumnElement[bool]) -> Application:
    try:
        parsed = parse_application_number(number)
    except CaseNumberInvalid:
        raise ApplicationNotFound from None
    rows = _whole().where(Application.id == parsed.id, Application.filed_on == parsed.filed_on, may_see)
    application = session.scalars(rows).one_or_none()
    if application is None:
        raise ApplicationNotFound
    return application


def _whole() -> Select[tuple[Application]]:
    cases = selectinload(Application.cases)
    items = selectinload(Application.items)
    return select(Application).options(
        cases.selectinload(Case.events),
        cases.selectinload(Case.steps),
        cases.joinedload(Case.agency),
        cases.selectinload(Case.waits).joinedload(CaseWait.waits_for),
        items.selectinload(ApplicationItem.requirements).joinedload(Requirement.attachment),
        items.joinedload(ApplicationItem.edition),
        selectinload(Application.own_papers),
        cases.selectinload(Case.papers),
    )


def _case_parts() -> tuple[ExecutableOption, ...]:
    item = joinedload(Case.application_item)
    return (
        joinedload(Case.application),
        joinedload(Case.agency),
        item.joinedload(ApplicationItem.edition),
        item.selectinload(ApplicationItem.requirements).joinedload(Requirement.attachment),
        selectinload(Case.events),
        selectinload(Case.steps),
        selectinload(Case.papers),
    )


def _with_number(rows: Select[tuple[Case]], number: str) -> Select[tuple[Case]]:
    try:
        application, position = parse_case_number(number)
    except CaseNumberInvalid:
        raise CaseNotFound from None
    return rows.where(
        Case.application_id == application.id,
        Case.filed_on == application.filed_on,
        Case.position == position,
    )


def _is_holder(actor: Actor) -> ColumnElement[bool]:
    own = Application.applicant_id == actor.account_id
    return own if actor.holder is None else or_(own, Application.holder_index == actor.holder.index)


def _is_at_desk(actor: Actor) -> ColumnElement[bool]:
    """The condition for cases within the actor's posts: by agency, and by division where the post has one."""
    reached = [
        and_(
            Case.agency_code == post.agency_code,
            _is_in_place(post.division_code),
        )
        for post in actor.posts
        if Permission.HANDLE_CASES in ROLE_DEFINITIONS[post.role].may and post.agency_code is not None
    ]
    return or_(*reached) if reached else false()


def _is_in_place(division_code: str | None) -> ColumnElement[bool]:
    return true() if division_code is None else lies_in(Case.division_code, division_code)
