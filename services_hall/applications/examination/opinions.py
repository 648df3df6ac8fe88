"""Opinions that the agency of a case asks of other agencies."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, joinedload

from guides.division_codes import enclosing_codes
from guides.errors import FieldProblem
from guides.models import Agency
from services_hall.applications.action_faults import ActionFault, filled_text
from services_hall.applications.cases import case_log
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.errors import ActionInvalid, OpinionAnswered, OpinionNotFound
from services_hall.applications.lifecycle import ACCEPTED, CaseAction
from services_hall.applications.models import Case, CaseOpinion
from services_hall.casework.transitions import TransitionRefused
from services_hall.identity import Actor, Permission
from services_hall.identity.roles import ROLE_DEFINITIONS


def agencies_nearby(session: Session, case: Case) -> Sequence[Agency]:
    """The other agencies of the case's place and of the divisions that contain it."""
    rows = select(Agency).where(
        Agency.division_code.in_(enclosing_codes(case.division_code)), Agency.code != case.agency_code
    )
    return session.scalars(rows.order_by(Agency.name, Agency.code)).all()


def ask_opinion(
    session: Session, case: Case, *, agency_code: str, question: str, officer: Actor, now: datetime
) -> CaseOpinion:
    """Ask another agency for its opinion on the locked case; its limit runs on.

    Raises TransitionRefused before acceptance and after the decision, ActionInvalid for an unknown agency and
    an empty question.
    """
    if case.state not in ACCEPTED:
        raise TransitionRefused(case.state, CaseAction.RECORD_STEP)
    agency = next((one for one in agencies_nearby(session, case) if one.code == agency_code), None)
    if agency is None:
        raise ActionInvalid({"opinion_agency": FieldProblem(ActionFault.AGENCY_UNKNOWN)})
    opinion = CaseOpinion(
        case_id=case.id,
        agency_code=agency.code,
        question=filled_text("opinion_question", question),
        asked_at=now,
        asked_by_id=officer.account_id,
    )
    session.add(opinion)
    case_log.change_state(
        session,
        case,
        CaseAction.RECORD_STEP,
        actor_id=officer.account_id,
        now=now,
        details=fact_details(EventFact.OPINION_ASKED, agency=agency.name),
    )
    session.flush()
    return opinion


def answer_opinion(
    session: Session, opinion: CaseOpinion, *, answer: str, officer: Actor, now: datetime
) -> None:
    """Answer a locked request once; raises OpinionAnswered, ActionInvalid for an empty answer."""
    if opinion.answered_at is not None:
        raise OpinionAnswered
    opinion.answer = filled_text("answer", answer)
    opinion.answered_at = now
    opinion.answered_by_id = officer.account_id


def opinions_on(session: Session, case: Case) -> Sequence[CaseOpinion]:
    """The opinions asked on a case, oldest first."""
    rows = select(CaseOpinion).where(CaseOpinion.case_id == case.id).options(joinedload(CaseOpinion.agency))
    return session.scalars(rows.order_by(CaseOpinion.id)).all()


def opinions_for(
    session: Session, actor: Actor, *, after: int | None = None, limit: int = 30
) -> Sequence[CaseOpinion]:
    """The requests to the actor's agencies, newest first; `after` is the last id of the previous page."""
    rows = (
        select(CaseOpinion)
        .where(_is_for(actor))
        .options(joinedload(CaseOpinion.case).joinedload(Case.agency))
        .order_by(CaseOpinion.id.desc())
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(CaseOpinion.id < after)
    return session.scalars(rows).all()


def lock_opinion(session: Session, actor: Actor, opinion_id: int) -> CaseOpinion:
    """A request to the actor's agency, locked until the transaction ends; raises OpinionNotFound."""
    rows = (
        select(CaseOpinion)
        .where(CaseOpinion.id == opinion_id, _is_for(actor))
        .with_for_update(of=CaseOpinion)
        .execution_options(populate_existing=True)
    )
    opinion = session.scalars(rows).one_or_none()
    if opinion is None:
        raise OpinionNotFound
    return opinion


def opinion_for(session: Session, actor: Actor, opinion_id: int) -> CaseOpinion:
    """A request to the actor's agency; raises OpinionNotFound."""
    opinion = session.scalars(
        select(CaseOpinion).where(CaseOpinion.id == opinion_id, _is_for(actor))
    ).one_or_none()
    if opinion is None:
        raise OpinionNotFound
    return opinion


def _is_for(actor: Actor) -> ColumnElement[bool]:
    codes = {
        post.agency_code
        for post in actor.posts
        if Permission.HANDLE_CASES in ROLE_DEFINITIONS[post.role].may and post.agency_code is not None
    }
    return CaseOpinion.agency_code.in_(sorted(codes)) if codes else false()
