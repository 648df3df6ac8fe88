"""Proceedings in the cases of an application, as its applicant may read them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.models import (
    Application,
    ApplicationItem,
    Case,
    CaseDemand,
    Delivery,
    Hearing,
    PriorNotice,
    Requirement,
    SiteCheck,
    SupersededMaterial,
)
from services_hall.applications.reads.applicant_history import HistoryEntry, applicant_history
from services_hall.attachments.models import Attachment

Row = TypeVar("Row")
_IDS: Final[BindParameter[int]] = bindparam("ids", expanding=True)
_DEMANDS: Final = select(CaseDemand).where(CaseDemand.case_id.in_(_IDS)).order_by(CaseDemand.id)
_VISITS: Final = select(SiteCheck).where(SiteCheck.case_id.in_(_IDS)).order_by(SiteCheck.id)
_NOTICES: Final = (
    select(PriorNotice)
    .where(PriorNotice.case_id.in_(_IDS), PriorNotice.addressee.is_(None))
    .order_by(PriorNotice.id)
)
"""What a third party was told, and answered, is not the applicant's."""
_HEARINGS: Final = select(Hearing).where(Hearing.case_id.in_(_IDS)).order_by(Hearing.id)
_DELIVERIES: Final = select(Delivery).where(Delivery.case_id.in_(_IDS)).order_by(Delivery.id)
_CASE_FILES: Final = (
    select(Attachment)
    .where(Attachment.subject_kind == SubjectKind.CASE, Attachment.subject_id.in_(_IDS))
    .order_by(Attachment.id)
)
_EARLIER: Final = (
    select(SupersededMaterial, Requirement)
    .join(Requirement, Requirement.id == SupersededMaterial.requirement_id)
    .join(ApplicationItem, ApplicationItem.id == Requirement.application_item_id)
    .where(ApplicationItem.application_id == bindparam("application_id"))
    .options(joinedload(SupersededMaterial.attachment).joinedload(Attachment.others))
    .order_by(SupersededMaterial.id)
)


@dataclass(frozen=True)
class EarlierMaterial:
    """How a material was met before something better replaced it."""

    requirement: Requirement
    superseded: SupersededMaterial


@dataclass(frozen=True)
class Proceedings:
    """What happened in one case; notes of officers and opinions of other agencies are not part of it.

    `visit_photos` are the photos by the id of the visit; `files` the other files of the case by their ids:
    records of hearings and of statements, proofs of delivery.
    """

    case: Case
    history: Sequence[HistoryEntry]
    demands: Sequence[CaseDemand]
    earlier: Sequence[EarlierMaterial]
    visits: Sequence[SiteCheck]
    visit_photos: Mapping[int, Sequence[Attachment]]
    notices: Sequence[PriorNotice]
    hearings: Sequence[Hearing]
    deliveries: Sequence[Delivery]
    files: Mapping[int | None, Attachment]


def proceedings_of(session: Session, application: Application) -> list[Proceedings]:
    """The proceedings of each case of a loaded application, in order; one query for each kind of thing."""
    ids = [case.id for case in application.cases]
    demands, visits, notices, hearings, deliveries = (
        _by_case(session, rows, ids) for rows in (_DEMANDS, _VISITS, _NOTICES, _HEARINGS, _DELIVERIES)
    )
    files = _grouped(session.scalars(_CASE_FILES, {"ids": ids}), lambda file: file.subject_id)
    earlier = _earlier_materials(session, application)
    return [
        Proceedings(
            case=case,
            history=applicant_history(case),
            demands=demands[case.id],
            earlier=earlier[case.application_item_id],
            visits=visits[case.id],
            visit_photos={visit.id: _photos(visit, files[case.id]) for visit in visits[case.id]},
            notices=notices[case.id],
            hearings=hearings[case.id],
            deliveries=[one for one in deliveries[case.id] if one.is_for_applicant],
            files={file.id: file for file in files[case.id]},
        )
        for case in application.cases
    ]


def _photos(visit: SiteCheck, files: Iterable[Attachment]) -> list[Attachment]:
    return [file for file in files if file.subject_key == f"site_check.{visit.id}"]


def _earlier_materials(session: Session, application: Application) -> Mapping[int, list[EarlierMaterial]]:
    """The materials that were replaced, by the id of the item."""
    rows = session.execute(_EARLIER, {"application_id": application.id}).unique().tuples()
    found = (EarlierMaterial(requirement, superseded) for superseded, requirement in rows)
    return _grouped(found, lambda one: one.requirement.application_item_id)


def _by_case(session: Session, rows: Select[Any], ids: Sequence[int]) -> Mapping[int, list[Any]]:
    return _grouped(session.scalars(rows, {"ids": ids}), lambda row: row.case_id)


def _grouped(rows: Iterable[Row], key: Callable[[Row], int]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
