"""What was filed, read back by columns: the same names as the models have, without the cost of mapping."""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm import Session, aliased

from guides.models import Agency
from services_hall.applications.lifecycle import CaseState, application_state
from services_hall.applications.models import (
    Application,
    ApplicationItem,
    Case,
    CaseWait,
    Paper,
    Requirement,
)
from services_hall.applications.numbering import application_number, case_number

_ID: Final[BindParameter[int]] = bindparam("application_id")
_APPLICATION: Final = (
    select(
        Application.code,
        Application.name,
        Application.filed_on,
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


def filed_application(session: Session, application_id: int) -> SimpleNamespace:
    """The application that was just filed, with its cases, their materials and its papers, no history."""
    asked = {"application_id": application_id}
    rows = session.execute(_APPLICATION, asked).all()
    first = rows[0]
    cases = _cases(session, application_id, first.filed_on)
    return SimpleNamespace(
        number=application_number(application_id, first.filed_on),
        code=first.code,
        name=first.name,
        state=application_state([CaseState(case.state) for case in cases]),
        filed_at=first.filed_at,
        cases=cases,
        papers=[_paper(row, application_id) for row in rows if row.public_id is not None],
    )


def _cases(session: Session, application_id: int, filed_on: Any) -> list[SimpleNamespace]:
    asked = {"application_id": application_id}
    requirements, waits = defaultdict(list), defaultdict(list)
    for row in session.execute(_REQUIREMENTS, asked):
        requirements[row.application_item_id].append(row)
    for case_id, position in session.execute(_WAITS, asked):
        number = case_number(application_id, filed_on, position)
        waits[case_id].append(SimpleNamespace(waits_for=SimpleNamespace(number=number)))
    application = SimpleNamespace(number=application_number(application_id, filed_on))
    return [
        SimpleNamespace(
            **row._mapping,
            number=case_number(application_id, filed_on, row.position),
            application=application,
            agency=SimpleNamespace(name=row.agency_name),
            application_item=SimpleNamespace(requirements=requirements[row.application_item_id]),
            waits=waits[row.id],
        )
        for row in session.execute(_CASES, asked)
    ]


def _paper(row: Row[Any], application_id: int) -> SimpleNamespace:
    of_case = row.position is not None
    number = case_number(application_id, row.filed_on, row.position) if of_case else None
    return SimpleNamespace(
        kind=row.kind,
        number=row.number,
        case=SimpleNamespace(number=number) if of_case else None,
        made_at=row.made_at,
        public_id=row.public_id,
    )
