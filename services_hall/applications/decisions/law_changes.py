"""Choice of the applicable law where it changed during an application (法释〔2009〕20号 art. 9)."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.enumerations import EditionStatus
from guides.models import GuideEdition
from guides.terms import GuideTerms
from services_hall.applications.action_faults import filled_text
from services_hall.applications.cases import case_log
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.errors import LawNotRecorded, LawUnchanged
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case
from services_hall.identity import Actor

LAW_REASON: Final = "law_reason"
"""The field of the reason why the old or the new law applies."""


class AppliedLaw(StrEnum):
    """Which law applies to an application that was pending when it changed."""

    NEW = "new"
    """The rule: the law in force after the application."""
    OLD = "old"
    """The agency delayed without good reason, and the new law is worse for the applicant."""


FACTS: Final = {AppliedLaw.NEW: EventFact.NEW_LAW, AppliedLaw.OLD: EventFact.OLD_LAW}


def newer_law(session: Session, case: Case) -> GuideEdition | None:
    """The edition in force now, if its legal bases are others than those on which the application rests."""
    pinned = case.application_item.edition
    rows = select(GuideEdition).where(
        GuideEdition.item_id == pinned.item_id, GuideEdition.status == EditionStatus.CURRENT
    )
    current = session.scalars(rows).one_or_none()
    if current is None or current.id == pinned.id or _law_of(current.terms) == _law_of(pinned.terms):
        return None
    return current


def recorded_law(case: Case, current: GuideEdition) -> AppliedLaw | None:
    """What an officer recorded about the law of this edition, last."""
    found = [
        AppliedLaw(event.details["applies"])
        for event in case.events
        if event.action is CaseAction.RECORD_LAW
        and event.details
        and event.details["edition"] == current.number
    ]
    return found[-1] if found else None


def record_law(
    session: Session, case: Case, applies: AppliedLaw, *, reason: str, officer: Actor, now: datetime
) -> None:
    """Record which law applies to the locked case, with the reason.

    Raises LawUnchanged, ActionInvalid without a reason, TransitionRefused.
    """
    current = newer_law(session, case)
    if current is None:
        raise LawUnchanged
    reason = filled_text(LAW_REASON, reason)
    case_log.change_state(
        session,
        case,
        CaseAction.RECORD_LAW,
        actor_id=officer.account_id,
        now=now,
        reason=reason,
        details=fact_details(FACTS[applies], applies=applies, edition=current.number),
    )


def require_law_recorded(case: Case, current: GuideEdition | None) -> None:
    """Raise LawNotRecorded before the decision while nobody has said whether this newer law applies."""
    if current is not None and recorded_law(case, current) is None:
        raise LawNotRecorded


def _law_of(terms: GuideTerms) -> set[tuple[str, str | None, str | None, str | None]]:
    return {(basis.law, basis.number, basis.article, basis.text) for basis in terms.legal_bases}
