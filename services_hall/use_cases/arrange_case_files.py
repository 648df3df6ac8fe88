"""Order and removal of the files that an applicant gave for the demands of an agency."""

from services_hall.applications import queries
from services_hall.applications.demanded_files import arrange_demanded_file
from services_hall.attachments.groups import FileMove
from services_hall.database import transaction
from services_hall.identity import Actor


def arrange_case_files(actor: Actor, number: str, file_id: str, move: FileMove) -> None:
    """Moves or removes such a file, by its public id, while the demand is open; else nothing happens.

    Raises CaseNotFound.
    """
    with transaction() as session:
        case = queries.lock_own_case(session, actor, number)
        arrange_demanded_file(session, case, file_id, move)
