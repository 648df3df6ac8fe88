"""Files that an applicant gave and may still add to; those for demands also move or are removed."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from services_hall.applications.enumerations import MetBy
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case, DemandKind
from services_hall.applications.supplements.case_content import requirements_by_key
from services_hall.applications.supplements.demands import demands_of
from services_hall.attachments.groups import FileMove, moved, number_files
from services_hall.attachments.models import Attachment

DEMANDED_IN: Final[Mapping[CaseState, DemandKind]] = {
    CaseState.SUPPLEMENT_ASKED: DemandKind.SUPPLEMENT,
    CaseState.ACCEPTED_TOLERANTLY: DemandKind.TOLERANCE,
}
"""The states in which the applicant owes something, and what for."""
BEFORE_ACCEPTANCE: Final = frozenset({CaseState.WAITING, CaseState.RECEIVED})


def demanded_files(session: Session, case: Case) -> dict[str, Attachment]:
    """The first file that was given for each demand that is still open to changes, by material key."""
    if case.state not in DEMANDED_IN:
        return {}
    demands = demands_of(session, case, DEMANDED_IN[case.state])
    met = {demand.material_key for demand in demands if demand.met_at is not None}
    return {
        key: one.attachment
        for key, one in requirements_by_key(case).items()
        if key in met and one.attachment is not None
    }


def extendable_files(case: Case) -> dict[str, Attachment]:
    """The first file of each material of a received case that others may follow, by material key.

    A file that also serves a case of the application that is past its receipt stays as it is.
    """
    if case.state is not CaseState.RECEIVED:
        return {}
    settled = {
        one.attachment_id
        for other in case.application.cases
        if other.state not in BEFORE_ACCEPTANCE
        for one in other.application_item.requirements
    }
    return {
        key: one.attachment
        for key, one in requirements_by_key(case).items()
        if one.met_by is MetBy.FILE and one.attachment is not None and one.attachment_id not in settled
    }


def demanded_file(session: Session, case: Case, file_id: str) -> Attachment | None:
    """One of these files, by its public id."""
    groups = (first.group for first in demanded_files(session, case).values())
    return next((file for group in groups for file in group if file.public_id == file_id), None)


def arrange_demanded_file(session: Session, case: Case, file_id: str, move: FileMove) -> None:
    """Move or remove a file, by its public id; the only file of a demand stays until there is another."""
    for key, first in demanded_files(session, case).items():
        file = next((one for one in first.group if one.public_id == file_id), None)
        if file is None:
            continue
        order = moved(first.group, file, move)
        if not order:
            return
        number_files(order, is_group=True)
        requirements_by_key(case)[key].attachment = order[0]
        session.flush()
        if move is FileMove.REMOVE:
            session.delete(file)
            session.flush()
