"""What was filed, as its document shows it: the names that the models have, without the cost of mapping."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm import Session, aliased

from guides.models import Agency
from services_hall.applications.intake import FilingResult, FilingRows
from services_hall.applications.lifecycle import CaseState, application_state
from services_hall.applications.models import (
    Application,
    ApplicationItem,
    Case,
    CaseWait,
    Paper,
    Requirement,
)
from services_hall.applications.numbering import case_number

_ID: Final[BindParameter[int]] = bindparam("application_id")
_APPLICATION: Final = (
    select(
        Application.code,
        Application.name,
        Application.filed_at,
        Paper.kind,
        Paper.number,
        Paper.public_id,
        Paper.made_at,
        Case.position,
    )
    .outerjoin(Paper, Paper.application_id == Application.id)
    .outerjoin(Case, Case.id == Paper.case_id)
    .where(Application.id == _ID)
    .order_by(Paper.id)
)
_CASES: Final = (
    select(
        Case.id,
        Case.application_item_id,
        Case.position,
        Case.item_code,
        Case.item_name,
        Case.agency_code,
        Agency.name.label("agency_name"),
        Case.division_code,
        Case.state,
        Case.is_by_commitment,
        Case.received_at,
        Case.accepted_at,
        Case.decision_due_on,
        Case.is_due_provisional,
        Case.decided_at,
        Case.reason,
        Case.delivered_at,
        Case.certificate_identifier,
    )
    .join(Agency, Agency.code == Case.agency_code)
    .where(Case.application_id == _ID)
    .order_by(Case.position)
)
_REQUIREMENTS: Final = (
    select(
        Requirement.application_item_id,
        Requirement.material_key,
        Requirement.name,
        Requirement.met_by,
        Requirement.certificate_identifier,
    )
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


def document(session: Session, filed: FilingResult) -> SimpleNamespace:
    """The application that was just filed, with its cases, their materials and its papers, no history.

    What this very call wrote is not read back; what was filed before is, by four queries.
    """
    return _written(filed, filed.written) if filed.written is not None else _read(session, filed)


_NOT_YET: Final = dict.fromkeys(
    ("accepted_at", "decision_due_on", "decided_at", "reason", "delivered_at", "certificate_identifier")
)


def _written(filed: FilingResult, written: FilingRows) -> SimpleNamespace:
    position = {row["id"]: row["position"] for row in written.cases}
    cases = _cases(
        filed,
        [{**_NOT_YET, **row} for row in written.cases],
        [SimpleNamespace(**row) for row in written.requirements],
        [(row["case_id"], position[row["waits_for_id"]]) for row in written.waits],
    )
    receipt = SimpleNamespace(number=None, case=None, made_at=None, **written.receipt)
    return _whole(filed, written.application, cases, [receipt])


def _read(session: Session, filed: FilingResult) -> SimpleNamespace:
    asked = {"application_id": filed.application_id}
    rows = session.execute(_APPLICATION, asked).all()
    cases = _cases(
        filed,
        [row._asdict() for row in session.execute(_CASES, asked)],
        session.execute(_REQUIREMENTS, asked),
        session.execute(_WAITS, asked).tuples(),
    )
    papers = [_paper(row, filed) for row in rows if row.public_id is not None]
    return _whole(filed, rows[0]._asdict(), cases, papers)


def _whole(
    filed: FilingResult,
    application: Mapping[str, Any],
    cases: list[SimpleNamespace],
    papers: list[SimpleNamespace],
) -> SimpleNamespace:
    return SimpleNamespace(
        number=filed.number,
        code=application["code"],
        name=application["name"],
        state=application_state([CaseState(case.state) for case in cases]),
        filed_at=application["filed_at"],
        cases=cases,
        papers=papers,
    )


def _cases(
    filed: FilingResult,
    rows: Sequence[Mapping[str, Any]],
    requirements: Iterable[Any],
    waits: Iterable[tuple[int, int]],
) -> list[SimpleNamespace]:
    """The cases with what they need; `waits` are pairs of a case's id and the position it waits for."""
    needed, waited = defaultdict(list), defaultdict(list)
    for row in requirements:
        needed[row.application_item_id].append(row)
    for case_id, position in waits:
        waited[case_id].append(SimpleNamespace(waits_for=SimpleNamespace(number=_number(filed, position))))
    application = SimpleNamespace(number=filed.number)
    return [
        SimpleNamespace(
            **row,
            number=_number(filed, row["position"]),
            application=application,
            agency=SimpleNamespace(name=row["agency_name"]),
            application_item=SimpleNamespace(requirements=needed[row["application_item_id"]]),
            waits=waited[row["id"]],
        )
        for row in rows
    ]


def _number(filed: FilingResult, position: int) -> str:
    return case_number(filed.application_id, filed.filed_on, position)


def _paper(row: Row[Any], filed: FilingResult) -> SimpleNamespace:
    of_case = row.position is not None
    return SimpleNamespace(
        kind=row.kind,
        number=row.number,
        case=SimpleNamespace(number=_number(filed, row.position)) if of_case else None,
        made_at=row.made_at,
        public_id=row.public_id,
    )
