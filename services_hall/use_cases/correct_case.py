"""Correction of a received case: by applicant or clerk, or by the officer with the applicant's consent."""

from collections.abc import Mapping

from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.answers import MATERIAL
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.reads import queries
from services_hall.applications.supplements import corrections
from services_hall.applications.supplements.demanded_files import extendable_files
from services_hall.applications.supplements.demands import GivenInput
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import check_files, store_case_files, take_case_files
from services_hall.use_cases.give_supplement import SupplementInput, principal_of


def correct_own_case(actor: Actor, number: str, inputs: SupplementInput) -> bool:
    """Corrects a case that is not accepted yet, or gives what is missing of one that counts as accepted.

    Returns whether anything was given or changed.

    Answers can be corrected, materials given that were missing, and files added to those that were given.
    What is valid is saved even if the rest is not. Raises CaseNotFound, TransitionRefused,
    AttachmentNotFound, and ActionInvalid with each invalid part.
    """
    checked, errors = check_files(inputs.files)
    with transaction() as session:
        case, others = queries.lock_own_cases(session, actor, number)
        present = extendable_files(case)
        stored, overfull = store_case_files(session, case, checked, actor, added_to=present)
        extended = frozenset({key for key in checked if key in present and MATERIAL + key not in overfull})
        files = {**take_case_files(session, case, inputs.attachments), **stored}
        errors |= overfull
        result = corrections.correct_case(
            session,
            case,
            GivenInput(files, inputs.seen, inputs.fields, extended),
            others=others,
            actor_id=actor.account_id,
            on_behalf_of_id=principal_of(case, actor),
            now=utc_now(),
        )
    if errors := errors | result.problems:
        raise ActionInvalid(errors)
    return result.is_changed


def correct_desk_case(actor: Actor, number: str, fields: Mapping[str, str], *, is_agreed: bool) -> None:
    """Corrects small errors in the answers of a case of the actor's desk, with the applicant's agreement.

    Raises CaseNotFound, TransitionRefused, and ActionInvalid without the agreement or for wrong fields.
    """
    if not is_agreed:
        raise ActionInvalid({"agreed": FieldProblem(ActionFault.NOT_AGREED)})
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        result = corrections.correct_case(
            session,
            case,
            GivenInput(fields=fields),
            actor_id=actor.account_id,
            on_behalf_of_id=case.application.applicant_id,
            now=utc_now(),
        )
        if result.problems:
            raise ActionInvalid(result.problems)
