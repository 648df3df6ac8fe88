"""Supply of the materials that were promised with a tolerant acceptance."""

from services_hall.applications.errors import ActionInvalid
from services_hall.applications.reads import queries
from services_hall.applications.supplements.demanded_files import demanded_files
from services_hall.applications.supplements.demands import GivenInput
from services_hall.applications.tolerance import promised_materials
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import check_files, store_case_files, take_case_files
from services_hall.use_cases.give_supplement import SupplementInput, principal_of


def supply_missing(actor: Actor, number: str, inputs: SupplementInput, *, is_complete: bool) -> None:
    """Saves what is supplied for the case; the case goes on as accepted when all of it has come.

    What is valid is saved even if the rest is not. With `is_complete`, whatever is still missing is an error.
    Raises CaseNotFound, TransitionRefused, ToleranceDayPassed, AttachmentNotFound, and ActionInvalid with
    each invalid or missing part.
    """
    checked, errors = check_files(inputs.files)
    with transaction() as session:
        case = queries.lock_own_case(session, actor, number)
        present = demanded_files(session, case)
        stored, overfull = store_case_files(session, case, checked, actor, added_to=present)
        files = {**take_case_files(session, case, inputs.attachments), **stored}
        errors |= overfull
        given, now = GivenInput(files, inputs.seen, inputs.fields), utc_now()
        errors |= promised_materials.give_missing(session, case, given, actor_id=actor.account_id, now=now)
        missing = promised_materials.missing_supply(session, case)
        if not missing and not errors:
            promised_materials.complete_supply(
                session,
                case,
                actor_id=actor.account_id,
                on_behalf_of_id=principal_of(case, actor),
                now=now,
            )
        if is_complete:
            errors = missing | errors
    if errors:
        raise ActionInvalid(errors)
