"""Plea of force majeure by an applicant who cannot supply promised materials in time."""

from services_hall.applications.reads import queries
from services_hall.applications.tolerance import supply_pleas
from services_hall.applications.tolerance.supply_pleas import PLEA_FILE
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.give_supplement import principal_of
from services_hall.use_cases.single_files import check_single_file, store_single_file


def plead_force_majeure(
    actor: Actor, number: str, reason: str, *, file: SentFile | None = None, attachment_id: int | None = None
) -> None:
    """Records the plea in a case of the actor's application, with a file that shows it.

    `attachment_id` is such a file that a program uploaded before. Raises CaseNotFound, AttachmentNotFound,
    TransitionRefused, ActionDoneBefore, ActionInvalid.
    """
    checked = check_single_file(file)
    with transaction() as session:
        case, now = queries.lock_own_case(session, actor, number), utc_now()
        supply_pleas.plead_force_majeure(
            session, case, reason, actor=actor, on_behalf_of_id=principal_of(case, actor), now=now
        )
        store_single_file(session, case, actor, PLEA_FILE, checked=checked, attachment_id=attachment_id)
