"""Loading of the parts of applications and cases: one statement for each kind of part, built once.

SQLAlchemy's own `selectinload` composes its statement anew at each use, which takes four times as long as
the statement itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from certificate_store.value_lists import NUMBER, is_one_of
from guides.terms_in_force import TERMS_ALONE
from services_hall.applications.item_models import ApplicationItem, Requirement
from services_hall.applications.models import (
    Application,
    ApplicationPaper,
    Case,
    CaseEvent,
    CasePaper,
    CaseStep,
    CaseWait,
)
from services_hall.applications.party_models import ApplicationParty
from services_hall.attachments.models import Attachment

Part = TypeVar("Part")
OWNERS: Final = "owners"
"""The parameter with the ids of those whose parts are read."""


@dataclass(frozen=True)
class PartKind(Generic[Part]):
    """A collection of a table's rows, the statement that reads it for several owners, and a part's owner."""

    collection: InstrumentedAttribute[list[Part]]
    statement: Select[tuple[Part]]
    owner_id: Callable[[Part], int]


PARTIES: Final = PartKind(
    Application.parties,
    select(ApplicationParty)
    .where(is_one_of(ApplicationParty.application_id, OWNERS, NUMBER))
    .order_by(ApplicationParty.position),
    lambda party: party.application_id,
)
OWN_PAPERS: Final = PartKind(
    Application.own_papers,
    select(ApplicationPaper)
    .where(is_one_of(ApplicationPaper.subject_id, OWNERS, NUMBER))
    .order_by(ApplicationPaper.id),
    lambda paper: paper.subject_id,
)
CASES: Final = PartKind(
    Application.cases,
    select(Case)
    .where(is_one_of(Case.application_id, OWNERS, NUMBER))
    .options(joinedload(Case.agency), joinedload(Case.implementation))
    .order_by(Case.position),
    lambda case: case.application_id,
)
ITEMS: Final = PartKind(
    Application.items,
    select(ApplicationItem)
    .where(is_one_of(ApplicationItem.application_id, OWNERS, NUMBER))
    .options(joinedload(ApplicationItem.edition).options(*TERMS_ALONE))
    .order_by(ApplicationItem.position),
    lambda item: item.application_id,
)
REQUIREMENTS: Final = PartKind(
    ApplicationItem.requirements,
    select(Requirement)
    .where(is_one_of(Requirement.application_item_id, OWNERS, NUMBER))
    .options(joinedload(Requirement.attachment).joinedload(Attachment.others))
    .order_by(Requirement.id),
    lambda requirement: requirement.application_item_id,
)
EVENTS: Final = PartKind(
    Case.events,
    select(CaseEvent).where(is_one_of(CaseEvent.case_id, OWNERS, NUMBER)).order_by(CaseEvent.id),
    lambda event: event.case_id,
)
STEPS: Final = PartKind(
    Case.steps,
    select(CaseStep).where(is_one_of(CaseStep.case_id, OWNERS, NUMBER)).order_by(CaseStep.position),
    lambda step: step.case_id,
)
PAPERS: Final = PartKind(
    Case.papers,
    select(CasePaper).where(is_one_of(CasePaper.subject_id, OWNERS, NUMBER)).order_by(CasePaper.id),
    lambda paper: paper.subject_id,
)
WAITS: Final = PartKind(
    Case.waits,
    select(CaseWait)
    .where(is_one_of(CaseWait.case_id, OWNERS, NUMBER))
    .options(joinedload(CaseWait.waits_for)),
    lambda wait: wait.case_id,
)


def load_application(session: Session, application: Application) -> Application:
    """The application with all that its page shows; a fixed number of queries."""
    load_parts(session, [application], (PARTIES, OWN_PAPERS, CASES, ITEMS))
    load_parts(session, application.cases, (EVENTS, STEPS, PAPERS, WAITS))
    load_parts(session, application.items, (REQUIREMENTS,))
    return application


def load_case(session: Session, case: Case) -> Case:
    """The case with all that its page shows; a fixed number of queries."""
    load_parts(session, [case], (EVENTS, STEPS, PAPERS))
    load_parts(session, [case.application], (PARTIES,))
    load_parts(session, [case.application_item], (REQUIREMENTS,))
    return case


def load_parts(session: Session, owners: Sequence[Any], kinds: Iterable[PartKind[Any]]) -> None:
    """Read these parts of all owners, one query a kind; what an owner has already is not read again."""
    for kind in kinds:
        name = kind.collection.key
        incomplete = [owner for owner in owners if name not in owner.__dict__]
        if not incomplete:
            continue
        parts = defaultdict(list)
        rows = session.scalars(kind.statement, {OWNERS: [owner.id for owner in incomplete]})
        for part in rows.unique():
            parts[kind.owner_id(part)].append(part)
        for owner in incomplete:
            set_committed_value(owner, name, parts[owner.id])
