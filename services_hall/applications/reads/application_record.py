"""The document of an application, the same for one just filed and one read from the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BindParameter, Integer, Row, bindparam, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from guides.enumerations import LimitEnd
from guides.models import Agency
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.filing.results import FilingResult, FilingRows
from services_hall.applications.lifecycle import (
    ApplicationState,
    CaseOutcome,
    CaseStanding,
    CaseState,
    application_state,
)
from services_hall.applications.models import Application, ApplicationItem, Case, CaseWait, Requirement
from services_hall.applications.numbering import case_number
from services_hall.documents.models import Paper


@dataclass(frozen=True)
class RequirementRecord:
    """One material and how it is met."""

    material_key: str
    name: str
    met_by: str
    certificate_identifier: str | None


@dataclass(frozen=True)
class CaseColumns:
    """The fields of a case's document that are copied from columns of the same names."""

    item_code: str
    item_name: str
    agency_code: str
    division_code: str
    state: CaseState
    outcome: CaseOutcome | None
    is_by_commitment: bool
    received_at: datetime | None
    acceptance_due_on: date | None
    supplement_due_on: date | None
    accepted_at: datetime | None
    is_deemed_accepted: bool
    clock_starts_on: date | None
    decision_due_on: date | None
    is_due_provisional: bool
    legal_due_on: date | None
    paused_on: date | None
    limit_ends_with: LimitEnd | None
    delay_reason: str | None
    issue_due_on: date | None
    decided_at: datetime | None
    reason: str | None
    delivered_at: datetime | None
    certificate_identifier: str | None


@dataclass(frozen=True)
class CaseRecord(CaseColumns):
    """A case as shown to its applicant and its agency."""

    number: str
    application: str
    agency_name: str
    requirements: Sequence[RequirementRecord]
    waits_for: Sequence[str]


@dataclass(frozen=True)
class PaperRecord:
    """A numbered paper of an application or of one of its cases."""

    kind: str
    public_id: str
    number: str | None
    case: str | None
    is_made: bool


@dataclass(frozen=True)
class ApplicationRecord:
    """An application with its cases and papers, without its history."""

    number: str
    code: str
    name: str
    state: ApplicationState
    filed_at: datetime
    cases: Sequence[CaseRecord]
    papers: Sequence[PaperRecord]


CASE_COLUMNS: Final = tuple(one.name for one in fields(CaseColumns))
NEW_CASE: Final = {"is_deemed_accepted": False}
"""Values of a case that was just filed, where they are not None."""
REQUIREMENT_COLUMNS: Final = tuple(one.name for one in fields(RequirementRecord))
_ID: Final[BindParameter[int]] = bindparam("application_id")
_APPLICATION: Final = select(Application.code, Application.name, Application.filed_at).where(
    Application.id == _ID
)
_PAPER_COLUMNS: Final = (Paper.id, Paper.kind, Paper.public_id, Paper.number, Paper.made_at)
_PAPERS: Final = union_all(
    select(*_PAPER_COLUMNS, literal(None, Integer).label("position")).where(
        Paper.subject_kind == SubjectKind.APPLICATION, Paper.subject_id == _ID
    ),
    select(*_PAPER_COLUMNS, Case.position)
    .join(Case, Case.id == Paper.subject_id)
    .where(Paper.subject_kind == SubjectKind.CASE, Case.application_id == _ID),
).order_by("id")
_CASES: Final = (
    select(
        Case.id,
        Case.application_item_id,
        Case.position,
        Agency.name.label("agency_name"),
        *(getattr(Case, name) for name in CASE_COLUMNS),
    )
    .join(Agency, Agency.code == Case.agency_code)
    .where(Case.application_id == _ID)
    .order_by(Case.position)
)
_REQUIREMENTS: Final = (
    select(Requirement.application_item_id, *(getattr(Requirement, name) for name in REQUIREMENT_COLUMNS))
    .join(ApplicationItem, ApplicationItem.id == Requirement.application_item_id)
    .where(ApplicationItem.application_id == _ID)
    .order_by(Requirement.id)
)
_OTHER: Final = aliased(Case)
_WAITS: Final = (
    select(CaseWait.case_id, _OTHER.position)
    .join(_OTHER, _OTHER.id == CaseWait.waits_for_id)
    .where(_OTHER.application_id == _ID)
    .order_by(CaseWait.case_id, CaseWait.waits_for_id)
)


def application_record(session: Session, result: FilingResult) -> ApplicationRecord:
    """The document of the application that was just filed.

    The rows written by this call are not read again; an application filed earlier is read with five queries.
    """
    if result.written is None or result.written.is_outdated:
        return _read(session, result)
    return _record_of_rows(result, result.written)


def case_record(case: Case) -> CaseRecord:
    """The document of a loaded case."""
    return CaseRecord(
        number=case.number,
        application=case.application.number,
        agency_name=case.agency.name,
        requirements=[
            RequirementRecord(*(getattr(one, name) for name in REQUIREMENT_COLUMNS))
            for one in case.application_item.requirements
        ],
        waits_for=[wait.waits_for.number for wait in case.waits],
        **{name: getattr(case, name) for name in CASE_COLUMNS},
    )


def record_of(application: Application) -> ApplicationRecord:
    """The document of a loaded application."""
    numbers = {case.id: case.number for case in application.cases}
    return ApplicationRecord(
        number=application.number,
        code=application.code,
        name=application.name,
        state=application.state,
        filed_at=application.filed_at,
        cases=[case_record(case) for case in application.cases],
        papers=[paper_record(one, numbers.get(one.case_id or 0)) for one in application.papers],
    )


def paper_record(paper: Paper, case: str | None) -> PaperRecord:
    """The document of a loaded paper, of the case with this number or of the whole application."""
    return PaperRecord(paper.kind, paper.public_id, paper.number, case, paper.made_at is not None)


def _record_of_rows(result: FilingResult, written: FilingRows) -> ApplicationRecord:
    position = {case.id: case.row.position for case in written.cases}
    cases = _cases(
        result,
        [{**vars(case.row), "id": case.id, "agency_name": case.agency_name} for case in written.cases],
        map(vars, written.requirements),
        ((wait.case_id, position[wait.waits_for_id]) for wait in written.waits),
    )
    number = _case_numbers(result)
    papers = [
        PaperRecord(written.receipt.kind, written.receipt.public_id, None, None, is_made=False),
        *(
            PaperRecord(one.kind, one.public_id, None, number(position[one.subject_id]), is_made=False)
            for one in written.case_papers
        ),
    ]
    application = written.application
    return _whole(result, application.code, application.name, application.filed_at, cases, papers)


def _read(session: Session, result: FilingResult) -> ApplicationRecord:
    parameters = {"application_id": result.application_id}
    code, name, filed_at = session.execute(_APPLICATION, parameters).one()
    cases = _cases(
        result,
        [row._asdict() for row in session.execute(_CASES, parameters)],
        (row._asdict() for row in session.execute(_REQUIREMENTS, parameters)),
        session.execute(_WAITS, parameters).tuples(),
    )
    papers = [_paper(result, row) for row in session.execute(_PAPERS, parameters)]
    return _whole(result, code, name, filed_at, cases, papers)


def _paper(result: FilingResult, row: Row[Any]) -> PaperRecord:
    case = _case_numbers(result)(row.position) if row.position is not None else None
    return PaperRecord(row.kind, row.public_id, row.number, case, row.made_at is not None)


def _whole(
    result: FilingResult,
    code: str,
    name: str,
    filed_at: datetime,
    cases: Sequence[CaseRecord],
    papers: Sequence[PaperRecord],
) -> ApplicationRecord:
    state = application_state([CaseStanding(case.state, case.delivered_at is not None) for case in cases])
    return ApplicationRecord(result.number, code, name, state, filed_at, cases, papers)


def _cases(
    result: FilingResult,
    rows: Sequence[dict[str, Any]],
    requirements: Iterable[Mapping[str, Any]],
    waits: Iterable[tuple[int, int]],
) -> list[CaseRecord]:
    """The cases with their requirements; `waits` are pairs of a case's id and the position it waits for."""
    number = _case_numbers(result)
    needed: dict[int, list[RequirementRecord]] = defaultdict(list)
    for row in requirements:
        record = RequirementRecord(*(row[name] for name in REQUIREMENT_COLUMNS))
        needed[row["application_item_id"]].append(record)
    waited: dict[int, list[str]] = defaultdict(list)
    for case_id, position in waits:
        waited[case_id].append(number(position))
    return [
        CaseRecord(
            number=number(row["position"]),
            application=result.number,
            agency_name=row["agency_name"],
            requirements=needed[row["application_item_id"]],
            waits_for=waited[row["id"]],
            **_case_columns(row),
        )
        for row in rows
    ]


def _case_columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row; None or False for the columns that a new case has no value for yet."""
    return {name: row.get(name, NEW_CASE.get(name)) for name in CASE_COLUMNS}


def _case_numbers(result: FilingResult) -> Callable[[int], str]:
    """A function that returns the number of the application's case at a position."""
    return lambda position: case_number(result.application_id, result.filed_on, position)
