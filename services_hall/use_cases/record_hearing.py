"""Record of a hearing that was held."""

from datetime import date

from guides.calendar.official_days import load_calendar
from services_hall.applications.hearings import sessions
from services_hall.applications.hearings.sessions import HEARING_RECORD
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.single_files import check_single_file, store_single_file


def record_hearing(
    actor: Actor,
    number: str,
    *,
    held_on: date | None,
    record: SentFile | None = None,
    attachment_id: int | None = None,
) -> None:
    """Records the hearing in a case of the actor's desk, with its record (听证笔录); the clock goes on.

    Raises AttachmentNotFound, CaseNotFound, NoHearingDemanded, NoHearingAnnounced, ActionInvalid,
    TransitionRefused.
    """
    checked = check_single_file(record)
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        sessions.record_hearing(
            session,
            case,
            held_on=held_on,
            record_id=store_single_file(
                session, case, actor, HEARING_RECORD, checked=checked, attachment_id=attachment_id
            ),
            officer=actor,
            calendar=load_calendar(session, since=case.filed_on),
            now=utc_now(),
        )
