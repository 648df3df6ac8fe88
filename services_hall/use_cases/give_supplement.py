"""The supplement of an applicant: saved in parts until its day, handed over when it is complete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from guides.calendar.official_days import load_calendar
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import Case
from services_hall.applications.reads import queries
from services_hall.applications.supplements import notices
from services_hall.applications.supplements.demanded_files import demanded_files
from services_hall.applications.supplements.demands import GivenInput
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile, check_files, store_case_files, take_case_files


@dataclass(frozen=True)
class SupplementInput:
    """What a channel gives: files of a form or ids of uploaded ones, originals seen, texts of form fields.

    Files of a form follow those that were given for the same demand; uploaded ones replace them.
    """

    files: Iterable[SentFile] = ()
    attachments: Mapping[str, Sequence[int]] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)


def give_supplement(actor: Actor, number: str, inputs: SupplementInput, *, is_complete: bool) -> None:
    """Saves what is given for the case's supplement; hands it to the agency if `is_complete`.

    What is valid is saved even if the rest is not. Raises CaseNotFound, TransitionRefused,
    SupplementDayPassed, AttachmentNotFound, and ActionInvalid with each invalid or missing part.
    """
    checked, errors = check_files(inputs.files)
    with transaction() as session:
        case = queries.lock_own_case(session, actor, number)
        present = demanded_files(session, case)
        stored, overfull = store_case_files(session, case, checked, actor, added_to=present)
        files = {**take_case_files(session, case, inputs.attachments), **stored}
        errors |= overfull
        given = GivenInput(files, inputs.seen, inputs.fields)
        now = utc_now()
        errors |= notices.give_supplement(session, case, given, actor_id=actor.account_id, now=now)
        if is_complete:
            errors = notices.missing_supplement(session, case) | errors
        if is_complete and not errors:
            notices.complete_supplement(
                session,
                case,
                actor_id=actor.account_id,
                on_behalf_of_id=principal_of(case, actor),
                calendar=load_calendar(session, since=local_day(now)),
                now=now,
            )
    if errors:
        raise ActionInvalid(errors)


def principal_of(case: Case, actor: Actor) -> int | None:
    """The account of the applicant for whom somebody else acts; None for the applicant's own action."""
    applicant_id = case.application.applicant_id
    return None if applicant_id == actor.account_id else applicant_id
