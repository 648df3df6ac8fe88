"""Loading of the parts of applications and cases: one statement for each kind of part, built once.

SQLAlchemy's own `selectinload` composes its statement again at each use, which takes four times as long as
the statement itself. Where the session knows none of the parts yet, their objects are made of plain rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from certificate_store.value_lists import NUMBER, is_one_of
from guides.models import Agency, GuideEdition, ServiceItem
from guides.terms_in_force import TERMS_ALONE
from services_hall.applications.models import (
    Application,
    ApplicationItem,
    ApplicationPaper,
    ApplicationParty,
    Case,
    CaseEvent,
    CasePaper,
    CaseStep,
    CaseWait,
    Requirement,
)
from services_hall.attachments.models import Attachment
from services_hall.object_rows import ObjectRows, ObjectTable, first_objects

Part = TypeVar("Part")
OWNERS: Final = "owners"
"""The parameter with the ids of those whose parts are read."""


@dataclass(frozen=True)
class PartKind(Generic[Part]):
    """A collection of a table's rows, the statement that reads it for several owners, and a part's owner.

    `rows` are the same as plain rows, for parts that refer to nothing or whose objects `relate` connects.
    """

    collection: InstrumentedAttribute[list[Part]]
    statement: Select[tuple[Part]]
    owner_id: Callable[[Part], int]
    rows: ObjectRows | None = None
    relate: Callable[[Sequence[Sequence[Any]]], None] | None = None

    def read(self, session: Session, owner_ids: Sequence[int]) -> Sequence[Part]:
        """The parts of these owners. One query."""
        values = {OWNERS: owner_ids}
        if self.rows is None or not self.rows.is_readable(session):
            return session.scalars(self.statement, values).unique().all()
        rows = list(self.rows.read(session, values))
        if self.relate is not None:
            self.relate(rows)
        return first_objects(rows)


def part_kind(
    collection: InstrumentedAttribute[list[Part]],
    statement: Select[tuple[Part]],
    owner_id: Callable[[Part], int],
) -> PartKind[Part]:
    """A kind of parts that refer to nothing that is read with them."""
    table = ObjectTable(statement.column_descriptions[0]["entity"])
    return PartKind(collection, statement, owner_id, ObjectRows(statement, table))


def _relate_files(rows: Sequence[Sequence[Any]]) -> None:
    """Give requirements their first files, and these the other files of their groups."""
    groups: dict[Attachment, list[Attachment]] = {}
    for requirement, first, other in rows:
        set_committed_value(requirement, Requirement.attachment.key, first)
        if first is not None:
            groups.setdefault(first, []).extend([] if other is None else [other])
    for first, others in groups.items():
        set_committed_value(first, Attachment.others.key, others)


PARTIES: Final = part_kind(
    Application.parties,
    select(ApplicationParty)
    .where(is_one_of(ApplicationParty.application_id, OWNERS, NUMBER))
    .order_by(ApplicationParty.position),
    lambda party: party.application_id,
)
OWN_PAPERS: Final = part_kind(
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
_FIRST, _OTHER = aliased(Attachment), aliased(Attachment)
REQUIREMENTS: Final = PartKind(
    ApplicationItem.requirements,
    select(Requirement)
    .where(is_one_of(Requirement.application_item_id, OWNERS, NUMBER))
    .options(joinedload(Requirement.attachment).joinedload(Attachment.others))
    .order_by(Requirement.id),
    lambda requirement: requirement.application_item_id,
    ObjectRows(
        select(Requirement)
        .outerjoin(_FIRST, _FIRST.id == Requirement.attachment_id)
        .outerjoin(_OTHER, _OTHER.first_id == _FIRST.id)
        .where(is_one_of(Requirement.application_item_id, OWNERS, NUMBER))
        .order_by(Requirement.id, _OTHER.position, _OTHER.id),
        ObjectTable(Requirement),
        ObjectTable(Attachment, alias=_FIRST),
        ObjectTable(Attachment, alias=_OTHER),
    ),
    _relate_files,
)
EVENTS: Final = part_kind(
    Case.events,
    select(CaseEvent).where(is_one_of(CaseEvent.case_id, OWNERS, NUMBER)).order_by(CaseEvent.id),
    lambda event: event.case_id,
)
STEPS: Final = part_kind(
    Case.steps,
    select(CaseStep).where(is_one_of(CaseStep.case_id, OWNERS, NUMBER)).order_by(CaseStep.position),
    lambda step: step.case_id,
)
PAPERS: Final = part_kind(
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


def case_rows(cases: Select[tuple[Case]]) -> ObjectRows:
    """The rows of cases, each with what it has once: application, agency, item, edition."""
    statement = (
        cases.join(Case.application)
        .join(Case.agency)
        .join(Case.application_item)
        .join(ApplicationItem.edition)
        .join(GuideEdition.item)
    )
    edition = ObjectTable(GuideEdition, without=(GuideEdition.content, GuideEdition.canonical))
    tables = ObjectTable(Application), ObjectTable(Agency), ObjectTable(ApplicationItem), edition
    return ObjectRows(statement, ObjectTable(Case), *tables, ObjectTable(ServiceItem))


def related_case(row: Sequence[Any]) -> Case:
    """The case of a row of `case_rows`, with its records."""
    case: Case = row[0]
    _, application, agency, item, edition, service_item = row
    set_committed_value(case, Case.application.key, application)
    set_committed_value(case, Case.agency.key, agency)
    set_committed_value(case, Case.application_item.key, item)
    set_committed_value(item, ApplicationItem.edition.key, edition)
    set_committed_value(edition, GuideEdition.item.key, service_item)
    return case


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
        for part in kind.read(session, [owner.id for owner in incomplete]):
            parts[kind.owner_id(part)].append(part)
        for owner in incomplete:
            set_committed_value(owner, name, parts[owner.id])
