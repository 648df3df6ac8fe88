"""Refusals to accept a case, each with its article, reason, remedies and paper (行政许可法 arts. 32, 38)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from guides.division_codes import enclosing_codes
from guides.errors import FieldProblem
from guides.models import Agency, Implementation, ServiceItem
from services_hall.applications import papers
from services_hall.applications.acceptance.bars import bar_bases, require_licence, warning_details
from services_hall.applications.action_faults import ActionFault, listed_article, readable_text
from services_hall.applications.cases import case_log, dispatch
from services_hall.applications.clocks.notice_days import require_open_notice_day
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import ActionInvalid, ReasonMissing
from services_hall.applications.grounds.decision_grounds import possible_bases
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case
from services_hall.clock import local_day
from services_hall.identity import Actor


def refuse_case(
    session: Session,
    case: Case,
    *,
    officer: Actor,
    reason: str,
    basis_key: str,
    now: datetime,
    is_false_papers: bool = False,
) -> None:
    """Refuse to accept the locked case, on an article of its edition; false papers are warned of (art. 78).

    行政许可法 arts. 32, 38, 78. Raises TransitionRefused, NoticeDayPassed, ReasonMissing, ActionInvalid
    without an article of the edition, or of the law that bars the applicant.
    """
    if is_false_papers:
        require_licence(case.application_item.edition.terms)
    _require(case, CaseAction.REFUSE, reason, now=now)
    bars = bar_bases(session, case, today=local_day(now))
    bases = (*possible_bases(case.application_item.edition.terms), *bars)
    case.basis_key = listed_article("basis_key", basis_key, [basis.key for basis in bases])
    details = warning_details(case, now=now) if is_false_papers else None
    _end(
        session,
        case,
        CaseAction.REFUSE,
        PaperCode.REFUSAL,
        officer=officer,
        reason=reason,
        now=now,
        details=details,
    )


def declare_no_licence_needed(
    session: Session, case: Case, *, officer: Actor, reason: str, now: datetime
) -> None:
    """Tell the applicant that the matter needs no licence (不受理, 行政许可法 art. 32(1)).

    Raises TransitionRefused, NoticeDayPassed, ReasonMissing.
    """
    action = CaseAction.DECLARE_NO_LICENCE_NEEDED
    _require(case, action, reason, now=now)
    _end(session, case, action, PaperCode.NO_LICENCE_NEEDED, officer=officer, reason=reason, now=now)


def declare_not_in_power(
    session: Session, case: Case, *, officer: Actor, reason: str, body_code: str, now: datetime
) -> None:
    """Refuse a matter that another body, named in the paper, has to handle (行政许可法 art. 32(2)).

    Raises TransitionRefused, NoticeDayPassed, ReasonMissing, ActionInvalid without another known body.
    """
    action = CaseAction.DECLARE_NOT_IN_POWER
    _require(case, action, reason, now=now)
    names = {agency.code: agency.name for agency in other_bodies(session, case)}
    if body_code not in names:
        raise ActionInvalid({"body": FieldProblem(ActionFault.BODY_NOT_LISTED)})
    details = {"body": names[body_code]}
    _end(
        session,
        case,
        action,
        PaperCode.NOT_IN_POWER,
        officer=officer,
        reason=reason,
        now=now,
        details=details,
    )


def other_bodies(session: Session, case: Case) -> Sequence[Agency]:
    """The bodies that may be named as the right ones, from the implementations (行政许可法 art. 32(2)).

    They handle this item in another place, or another item in the place of the case; never its own agency.
    """
    is_near = Implementation.division_code.in_(enclosing_codes(case.division_code))
    handling = (
        select(Implementation.agency_code)
        .join(ServiceItem)
        .where(or_(ServiceItem.code == case.item_code, is_near))
    )
    rows = select(Agency).where(Agency.code.in_(handling), Agency.code != case.agency_code)
    return session.scalars(rows.order_by(Agency.name, Agency.code)).all()


def _require(case: Case, action: CaseAction, reason: str, *, now: datetime) -> None:
    CASE_TRANSITIONS.next_state(case.state, action)
    require_open_notice_day(case, today=local_day(now))
    if not readable_text("reason", reason):
        raise ReasonMissing


def _end(
    session: Session,
    case: Case,
    action: CaseAction,
    paper: PaperCode,
    *,
    officer: Actor,
    reason: str,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """End the case before its acceptance, and those that wait for it, with their papers."""
    reason = readable_text("reason", reason)
    case_log.change_state(
        session, case, action, actor_id=officer.account_id, now=now, reason=reason, details=details
    )
    case.reason = reason
    case.decided_at = now
    case.decided_by_id = officer.account_id
    papers.write_case_paper(session, case, paper, now=now, details=details)
    dispatch.terminate_waiting(session, case, now=now)
