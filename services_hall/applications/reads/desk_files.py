"""The files of a case, as its agency may read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.models import Case, Requirement, SupersededMaterial
from services_hall.attachments.models import Attachment

_REPLACED: Final = (
    select(Requirement.material_key, Attachment)
    .join(SupersededMaterial, SupersededMaterial.requirement_id == Requirement.id)
    .join(Attachment, Attachment.id == SupersededMaterial.attachment_id)
    .where(Requirement.application_item_id == bindparam("item"))
    .order_by(SupersededMaterial.id)
)
_OF_CASE: Final = (
    select(Attachment)
    .where(Attachment.subject_kind == SubjectKind.CASE, Attachment.subject_id == bindparam("case"))
    .order_by(Attachment.id)
)


@dataclass(frozen=True)
class DeskFile:
    """A file with the material that it was given for, None for photos and records of the agency."""

    material: str | None
    is_replaced: bool
    file: Attachment


def desk_files(session: Session, case: Case) -> Sequence[DeskFile]:
    """The files of a loaded case: of its materials, of materials that were replaced, and of its proceedings.

    A file that meets several requirements of the item stands once for each.
    """
    return [*_given(case), *_replaced(session, case), *_of_proceedings(session, case)]


def _given(case: Case) -> Iterator[DeskFile]:
    for requirement in case.application_item.requirements:
        if requirement.attachment is not None:
            for file in requirement.attachment.group:
                yield DeskFile(requirement.material_key, False, file)


def _replaced(session: Session, case: Case) -> Iterator[DeskFile]:
    for key, first in session.execute(_REPLACED, {"item": case.application_item_id}).tuples():
        for file in first.group:
            yield DeskFile(key, True, file)


def _of_proceedings(session: Session, case: Case) -> Iterator[DeskFile]:
    for file in session.scalars(_OF_CASE, {"case": case.id}):
        yield DeskFile(None, False, file)
