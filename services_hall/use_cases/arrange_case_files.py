"""Order, rotation and removal of the files that an applicant gave for the demands of an agency."""

from services_hall.applications.reads import queries
from services_hall.applications.supplements.demanded_files import arrange_demanded_file, demanded_file
from services_hall.attachments.groups import FileMove
from services_hall.attachments.picture_rotation import store_turned, turn_picture
from services_hall.core import encrypted_files
from services_hall.database import reading, transaction
from services_hall.identity import Actor


def arrange_case_files(actor: Actor, number: str, file_id: str, move: FileMove) -> None:
    """Moves, turns or removes such a file, by its public id, while the demand is open; else nothing happens.

    Raises CaseNotFound.
    """
    turned = None
    if move is FileMove.TURN:
        file = demanded_file(reading(), queries.own_case(reading(), actor, number), file_id)
        turned = None if file is None else turn_picture(encrypted_files(), file)
    with transaction() as session:
        case = queries.lock_own_case(session, actor, number)
        file = demanded_file(session, case, file_id)
        if file is not None and turned is not None:
            store_turned(encrypted_files(), file, turned)
        arrange_demanded_file(session, case, file_id, move)
