"""Record of a statement that an agency heard or received on paper."""

from dataclasses import replace

from services_hall.applications.hearings import statements
from services_hall.applications.hearings.sessions import HEARING_RECORD
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.single_files import check_single_file, store_single_file


def record_statement(
    actor: Actor,
    number: str,
    statement: Statement,
    *,
    record: SentFile | None = None,
    attachment_id: int | None = None,
) -> None:
    """Records the statement in a case of the actor's desk; `record` is the record of what was said.

    `attachment_id` is such a record that a program uploaded before.
    Raises AttachmentNotFound, CaseNotFound, ActionInvalid, NoOpenNotice, TransitionRefused.
    """
    checked = check_single_file(record)
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        record_id = store_single_file(
            session, case, actor, HEARING_RECORD, checked=checked, attachment_id=attachment_id
        )
        answer = replace(statement, record_id=record_id)
        statements.receive_statement(session, case, answer, actor=actor, now=utc_now())
